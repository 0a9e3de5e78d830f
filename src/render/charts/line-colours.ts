import { LINE_COLOURS, LINE_RAMP } from './theme.ts'

/** The colour of one of so many lines: told apart where they are few, in order where they are many. */
export function lineColour(index: number, of: number): string {
  if (of <= LINE_COLOURS.length) return LINE_COLOURS[index] ?? LINE_COLOURS[0]
  return LINE_RAMP[Math.round((index / (of - 1)) * (LINE_RAMP.length - 1))] ?? LINE_RAMP[0]
}
