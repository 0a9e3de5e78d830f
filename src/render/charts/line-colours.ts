import { LINE_COLOURS, LINE_RAMP } from './theme.ts'

/** The colour of one of so many lines: told apart where they are few, in order where they are many. */
export function lineColour(index: number, of: number): string {
  if (of <= LINE_COLOURS.length) return LINE_COLOURS[index] ?? LINE_COLOURS[0]
  return LINE_RAMP[Math.round((index / (of - 1)) * (LINE_RAMP.length - 1))] ?? LINE_RAMP[0]
}

/** Of lines that belong together: `temperature=2.3`. */
interface Grouped {
  readonly group?: string | undefined
}

/** The groups of lines that are too many for a colour each; null where they have none. */
export function groupsOf(lines: readonly Grouped[]): readonly string[] | null {
  const groups = [...new Set(lines.map(({ group }) => group ?? ''))]
  return lines.length > LINE_COLOURS.length && groups.length > 1 && groups.length < lines.length ? groups : null
}

/** The colour of each of several lines: its own, else that of its group, else that of its place. */
export function lineColours(lines: readonly (Grouped & { readonly colour?: string | undefined })[]): readonly string[] {
  const groups = groupsOf(lines)
  return lines.map(({ colour, group = '' }, i) => {
    if (colour !== undefined) return colour
    return groups === null ? lineColour(i, lines.length) : lineColour(groups.indexOf(group), groups.length)
  })
}
