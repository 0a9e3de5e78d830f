import type { RunFields } from '../../query/run-fields.ts'
import type { CurvesHeader, CurvesQuestion } from '../protocol.ts'
import type { CurveSources } from './curve-reader.ts'
import { curvesTask } from './make-task.ts'
import type { PackedLines } from './pack-lines.ts'

/** Resamples of an interval: on a screen a tenth of what a figure is made of looks the same. */
const DRAWS = 1000

/** The points of a series over lines, as bytes. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export async function answerCurves(
  all: readonly RunFields[],
  question: CurvesQuestion,
  { choose, reader }: CurveSources,
): Promise<Uint8Array<ArrayBuffer>> {
  const { lines } = await choose(all, question)
  return bytesOf(await reader.lines(curvesTask(lines, question, DRAWS)))
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
