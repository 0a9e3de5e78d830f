import type { ResvgRenderOptions } from '@resvg/resvg-js'
import { fileURLToPath } from 'node:url'
import { once } from '../../internal/once.ts'
import { readLetters } from './font-letters.ts'

/** The fonts that come with the package: pictures look the same on a machine that has none. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../assets/fonts/' : '../assets/fonts/', import.meta.url),
)

/** Absolute paths. */
export const FONT_FILES = { regular: `${FOLDER}DejaVuSans.ttf`, bold: `${FOLDER}DejaVuSans-Bold.ttf` } as const

type Fonts = NonNullable<ResvgRenderOptions['font']>

const OWN: Fonts = {
  fontFiles: Object.values(FONT_FILES),
  loadSystemFonts: false,
  defaultFontFamily: 'DejaVu Sans',
  sansSerifFamily: 'DejaVu Sans',
  serifFamily: 'DejaVu Sans',
  monospaceFamily: 'DejaVu Sans',
}

const hasLetter = once(() => readLetters(FONT_FILES.regular))

/** A character beyond ASCII, as it is or as XML writes it. */
const CHARACTER = /[^\0-\x7f]|&#(?:x([\da-f]+)|(\d+));/giu

/**
 * What draws the text of a picture: DejaVu Sans, whatever family the picture asks for. For letters that it lacks (Chinese, emoji)
 * the fonts of the system are there as well, which takes a tenth of a second: then they also draw what asks for them by name. Where
 * they lack them too, there are boxes.
 */
export function fontsFor(svg: string): Fonts {
  return [...lettersOf(svg)].every((letter) => hasLetter()(letter)) ? OWN : { ...OWN, loadSystemFonts: true }
}

/** Code points beyond ASCII, but for those that are not drawn. */
function lettersOf(svg: string): ReadonlySet<number> {
  const letters = new Set<number>()
  for (const [found, hexadecimal, decimal] of svg.matchAll(CHARACTER)) {
    const written = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
    letters.add(found.startsWith('&') ? written : (found.codePointAt(0) as number))
  }
  for (const letter of letters)
    if (letter <= 0x7f || UNDRAWN.test(String.fromCodePoint(Math.min(letter, 0x10ffff)))) letters.delete(letter)
  return letters
}

/** Spaces, marks of direction, and selectors of variants. */
const UNDRAWN = /[\p{Z}\p{Cc}\p{Cf}\ufe00-\ufe0f]/u
