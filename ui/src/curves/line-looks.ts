import { lineColour } from '../../../src/render/charts/line-colours.ts'
import { ON_BLACK } from '../../../src/render/charts/theme.ts'

/** The colour of one of so many lines, as figures have it. */
export function colourOf(index: number, of: number, isDark: boolean): string {
  const colour = lineColour(index, of)
  return isDark ? (ON_BLACK[colour] ?? colour) : colour
}
