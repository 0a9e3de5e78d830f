import type { CurveColumn, CurveLine } from '../../../src/server/protocol.ts'

/** A line of a chart with all its points. */
export interface Line extends CurveLine {
  readonly numbers: Readonly<Partial<Record<CurveColumn, Float64Array>>>
}

/** Reads an answer of the server: its header, and the doubles behind it. Points that were not sent again are those of `known`. */
export function parseCurves(bytes: ArrayBuffer, known: ReadonlyMap<string, Line>): readonly Line[] {
  const length = new DataView(bytes).getUint32(0, true)
  // The server and the page come from one build: its types are the contract.
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as {
    readonly lines: readonly CurveLine[]
  }
  const start = 4 + length
  return header.lines.map((line) => {
    const before = known.get(line.id)
    const numbers = line.columns.map((name, index): readonly [CurveColumn, Float64Array] => {
      const sent = new Float64Array(bytes, start + 8 * (line.at + index * line.points), line.points)
      return [name, line.before === 0 ? sent : joined(before?.numbers[name]?.subarray(0, line.before), sent)]
    })
    return { ...line, numbers: Object.fromEntries(numbers) }
  })
}

function joined(before: Float64Array = new Float64Array(0), after: Float64Array): Float64Array {
  const whole = new Float64Array(before.length + after.length)
  whole.set(before)
  whole.set(after, before.length)
  return whole
}

/** What a question says of lines that the page has. */
export function heldOf(lines: readonly Line[]): Readonly<Record<string, readonly [number, number]>> {
  return Object.fromEntries(lines.flatMap(({ id, keep }) => (keep[0] > 0 ? [[id, keep]] : [])))
}
