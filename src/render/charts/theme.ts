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
export const DASHES = [undefined, '6 3', '2 3', '8 3 2 3', '12 3', '4 2', '1 2', '10 4 2 4'] as const

export const FONT = "system-ui, 'DejaVu Sans', sans-serif"
export const FONT_SIZE = 12

/** The size of a chart in pixels. */
export const WIDTH = 720
export const HEIGHT = 400
