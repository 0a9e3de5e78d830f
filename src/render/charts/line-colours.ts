import { LINE_COLOURS } from './theme.ts'

/** Of dark violet, blue, green to ochre: in order also in grey (points of viridis that can be seen on white). */
const RAMP = ['#440154', '#482878', '#3e4a89', '#31688e', '#26828e', '#1f9e89', '#35a76b', '#7a9a1f', '#a88b00'] as const

/** The colour of one of so many lines: told apart where they are few, in order where they are many. */
export function lineColour(index: number, of: number): string {
  if (of <= LINE_COLOURS.length) return LINE_COLOURS[index] ?? LINE_COLOURS[0]
  return RAMP[Math.round((index / (of - 1)) * (RAMP.length - 1))] ?? RAMP[0]
}
