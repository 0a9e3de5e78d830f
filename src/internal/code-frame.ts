const TAB = '  '
/** Columns of code shown of a line. */
const WIDTH = 100

export interface CodePosition {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** How many lines are shown around the place. */
export interface CodeContext {
  readonly before: number
  readonly after: number
}

/** The lines around a place in a text, numbered, with a caret under the place. */
export function codeFrame(text: string, at: CodePosition, { before, after }: CodeContext = { before: 2, after: 2 }): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  const first = Math.max(1, at.line - before)
  const last = Math.min(lines.length, at.line + after)
  const gutter = String(last).length
  const shown = lines.slice(first - 1, last)
  const caret = widthOf((lines[at.line - 1] ?? '').slice(0, at.column - 1))
  const start = windowStart(caret, shown.map(widthOf))
  const frame: string[] = []
  for (const [index, line] of shown.entries()) {
    const number = first + index
    const isPlace = number === at.line
    frame.push(`${isPlace ? '>' : ' '} ${String(number).padStart(gutter)} | ${cut(expandTabs(line), start)}`.trimEnd())
    if (isPlace) frame.push(`  ${' '.repeat(gutter)} | ${' '.repeat(caret - start)}^`)
  }
  return frame.join('\n')
}

function expandTabs(line: string): string {
  return line.replaceAll('\t', TAB)
}

function widthOf(line: string): number {
  return expandTabs(line).length
}

/** Where the shown columns begin, the same in every line so that the lines stay under one another. */
function windowStart(caret: number, widths: readonly number[]): number {
  const longest = Math.max(...widths)
  if (longest <= WIDTH || caret < WIDTH * 0.8) return 0
  return Math.max(0, Math.min(caret - WIDTH / 2, longest - WIDTH))
}

function cut(line: string, start: number): string {
  const part = line.slice(start, start + WIDTH)
  const head = start > 0 && part.length > 0 ? `…${part.slice(1)}` : part
  return line.length > start + WIDTH ? `${head.slice(0, -1)}…` : head
}
