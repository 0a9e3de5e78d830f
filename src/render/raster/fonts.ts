import type { ResvgRenderOptions } from '@resvg/resvg-js'
import { fileURLToPath } from 'node:url'

/** The fonts that come with the package: pictures look the same on a machine that has none. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../assets/fonts/' : '../assets/fonts/', import.meta.url),
)

type Fonts = NonNullable<ResvgRenderOptions['font']>

const OWN: Fonts = {
  fontFiles: [`${FOLDER}DejaVuSans.ttf`, `${FOLDER}DejaVuSans-Bold.ttf`],
  loadSystemFonts: false,
  defaultFontFamily: 'DejaVu Sans',
  sansSerifFamily: 'DejaVu Sans',
  serifFamily: 'DejaVu Sans',
  monospaceFamily: 'DejaVu Sans',
}

/** The scripts that DejaVu Sans has letters for; what is common to all are digits, punctuation, and symbols. */
const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Armenian', 'Georgian', 'Lao', 'Common', 'Inherited']
/** A letter of another script, or a symbol from beyond the first 65,536 characters, as emoji are. */
const FOREIGN = new RegExp(
  `[^${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}]|[\\u{10000}-\\u{10FFFF}]|\\p{Emoji_Presentation}`,
  'u',
)

/**
 * What draws the text of a picture: DejaVu Sans, whatever family the picture asks for. Where it has no letters (Chinese, emoji), the
 * fonts of the system are looked at as well, which takes a tenth of a second; where they have none either, there are boxes.
 */
export function fontsFor(svg: string): Fonts {
  return FOREIGN.test(svg) ? { ...OWN, loadSystemFonts: true } : OWN
}
