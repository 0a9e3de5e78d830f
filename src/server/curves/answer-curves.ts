import type { RunFields } from '../../query/run-fields.ts'
import type { CurvesHeader, CurvesQuestion } from '../protocol.ts'
import { chooseLines } from './choose-lines.ts'
import type { CurveReader } from './curve-reader.ts'
import type { CurveX } from './curve-store.ts'
import type { PackedLines } from './pack-lines.ts'

/** The points of a series over lines, as bytes. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export async function answerCurves(
  all: readonly RunFields[],
  question: CurvesQuestion,
  reader: CurveReader,
): Promise<Uint8Array<ArrayBuffer>> {
  const { lines } = await chooseLines(all, question)
  const { isGrouped, series, band, smoothing, from, to, width, held } = question
  const packed = await reader.lines({
    lines: lines.map(({ id, runs }) => ({ id, folders: runs.map(({ listed }) => listed.folder), held: heldOf(held, id) })),
    x: xOf(question.x),
    ...{ isGrouped, series, band, smoothing, from, to, width },
  })
  return bytesOf(packed)
}

function heldOf(held: CurvesQuestion['held'], id: string): { readonly points: number; readonly sum: number } | null {
  const own = Object.hasOwn(held, id) ? held[id] : undefined
  return own === undefined ? null : { points: own[0], sum: own[1] }
}

function xOf(text: string): CurveX {
  if (text === 'time') return 'time'
  return text.startsWith('series:') ? { series: text.slice('series:'.length) } : 'step'
}

/** The length of the header, the header, and the numbers, which begin at a multiple of eight. */
function bytesOf({ lines, numbers }: PackedLines): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify({ lines } satisfies CurvesHeader))
  const length = Math.ceil((4 + json.length) / 8) * 8 - 4
  const bytes = new Uint8Array(4 + length + numbers.byteLength).fill(SPACE, 4, 4 + length)
  new DataView(bytes.buffer).setUint32(0, length, true)
  bytes.set(json, 4)
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), 4 + length)
  return bytes
}

const SPACE = 0x20
