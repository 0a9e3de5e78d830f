/** Colours of a chart on white. Pages that show charts on black replace them. */
export const INK = '#1f2328'
export const MUTED = '#59636e'
export const GRID = '#d8dee4'
export const PAPER = '#ffffff'

/**
 * Colours for lines, told apart by colour-blind readers, too (after Okabe and Ito, darkened to be seen on white), and in
 * grey by the dashes that go with them.
 */
export const LINE_COLOURS = ['#0072b2', '#d55e00', '#007a5c', '#aa3377', '#b38600', '#3a9bd9', '#6b4ca8', '#5c5c5c'] as const
/** Dark violet, blue, green to ochre: in order also in grey (points of viridis that can be seen on white). */
export const LINE_RAMP = [
  '#440154',
  '#482878',
  '#3e4a89',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35a76b',
  '#7a9a1f',
  '#a88b00',
] as const

/** What is asked to be black: written otherwise than the `#000` of numbers on cells, which keep their colour on black pages. */
export const BLACK = '#000000'

/** What the colours above become on black. */
export const ON_BLACK: Readonly<Record<string, string>> = {
  [INK]: '#e6edf3',
  [MUTED]: '#9198a1',
  [GRID]: '#30363d',
  [PAPER]: '#0d1117',
  [BLACK]: '#e6edf3',
  '#0072b2': '#4aa3e0',
  '#d55e00': '#ff8a3d',
  '#007a5c': '#2fc79b',
  '#aa3377': '#e57ab5',
  '#b38600': '#d9a91a',
  '#3a9bd9': '#6fc0f5',
  '#6b4ca8': '#a58ae0',
  '#5c5c5c': '#a0a0a0',
  '#440154': '#c07ad8',
  '#482878': '#a98be0',
  '#3e4a89': '#8f9bdc',
  '#31688e': '#6fa9d3',
  '#26828e': '#4fb3c0',
  '#1f9e89': '#35c4ab',
  '#35a76b': '#52cf8c',
  '#7a9a1f': '#a9c94a',
  '#a88b00': '#e0bd2e',
}

export const DASHES = [undefined, '6 3', '2 3', '8 3 2 3', '12 3', '4 2', '1 2', '10 4 2 4'] as const

export const FONT = "system-ui, 'DejaVu Sans', sans-serif"
export const FONT_SIZE = 14

/** The size of a chart in pixels: its letters can be read at the width of a phone, and of a column of a paper. */
export const WIDTH = 540
export const HEIGHT = 340
