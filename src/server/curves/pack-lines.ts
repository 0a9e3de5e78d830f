import type { CurveLine } from '../protocol.ts'
import { COLUMNS } from './curves-task.ts'
import type { Column, CurvesTask, ReadLine } from './curves-task.ts'

/** Lines, and their numbers in one piece. */
export interface PackedLines {
  readonly lines: readonly CurveLine[]
  readonly numbers: Float64Array<ArrayBuffer>
}

/** Points at the end of a line that change when others come: the last bucket's two, the last point, and a neighbour. */
const UNSETTLED = 4

/** Lines as they are sent, without the points that the page has. */
export function packLines(lines: readonly ReadLine[], { lines: wanted }: CurvesTask): PackedLines {
  const heads: CurveLine[] = []
  const pieces: Float64Array[] = []
  let at = 0
  for (const [index, { columns, oddX, left, ...line }] of lines.entries()) {
    const names = COLUMNS.filter((name) => columns[name] !== undefined)
    const all = columns.x?.length ?? 0
    const held = wanted[index]?.held ?? null
    const isHeld = held !== null && held.points <= all && sumOf(columns, names, held.points) === held.sum
    const before = isHeld ? held.points : 0
    const settled = Math.max(0, all - UNSETTLED)
    const keep = [settled, sumOf(columns, names, settled)] as const
    heads.push({
      ...line,
      ...{ columns: names, points: all - before, before, at, keep, odd: oddX },
      left: left.map(([why, count]) => `${count} ${why}`),
    })
    for (const name of names) pieces.push((columns[name] ?? EMPTY).subarray(before))
    at += names.length * (all - before)
  }
  const numbers = new Float64Array(at)
  let place = 0
  for (const piece of pieces) {
    numbers.set(piece, place)
    place += piece.length
  }
  return { lines: heads, numbers }
}

const EMPTY = new Float64Array(0)

/** A checksum of the first points of all columns (FNV-1a, by words). */
function sumOf(columns: ReadLine['columns'], names: readonly Column[], points: number): number {
  let sum = 0x811c_9dc5
  for (const name of names) {
    const { buffer, byteOffset } = columns[name] ?? EMPTY
    for (const word of new Uint32Array(buffer, byteOffset, 2 * points)) sum = Math.imul(sum ^ word, 0x0100_0193)
    sum = Math.imul(sum ^ name.length, 0x0100_0193)
  }
  return sum >>> 0
}
