import { fileURLToPath } from 'node:url'

/** The fonts that come with the package: pictures look the same on a machine that has none. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../assets/fonts/' : '../assets/fonts/', import.meta.url),
)

/** What draws text in pictures: DejaVu Sans, whatever family the picture asks for. */
export const FONTS = {
  fontFiles: [`${FOLDER}DejaVuSans.ttf`, `${FOLDER}DejaVuSans-Bold.ttf`],
  loadSystemFonts: false,
  defaultFontFamily: 'DejaVu Sans',
  sansSerifFamily: 'DejaVu Sans',
  serifFamily: 'DejaVu Sans',
  monospaceFamily: 'DejaVu Sans',
} as const
