import type { JsonValue } from '../../format/json-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { ownJson } from '../../internal/own-json.ts'

// A point that is no number is a line of JSON in the journal: series `s`, step `n`, time `t`, and data `d` or, of the kind
// `text`, the text itself `x`.

/** Points of one series that are no numbers. */
export interface RecordColumns {
  readonly steps: number[]
  /** Milliseconds since the epoch. */
  readonly times: number[]
  /** JSON each; of the kind `text` the text itself. */
  readonly texts: string[]
}

/** A point before it is a line. */
export interface RecordPoint {
  readonly step: number
  readonly time: number
  readonly data: JsonValue
  readonly kind: string
}

/** The line of a point behind the number of its series. A text is kept as UTF-8 holds it, as in the sealed file. */
export function recordText({ step, time, data, kind }: RecordPoint): string {
  const kept = kind === 'text' && typeof data === 'string' && /\p{Cs}/u.test(data) ? Buffer.from(data).toString() : data
  return `,"n":${step},"t":${time},"${kind === 'text' ? 'x' : 'd'}":${ownJson(kept)}}\n`
}

export function recordLine(series: number, text: string): string {
  return `{"s":${series}${text}`
}

export interface ReadRecords {
  readonly groups: ReadonlyMap<number, RecordColumns>
  /** Bytes of whole lines. */
  readonly read: number
  /** Bytes of a last line that is cut off, and of lines that are none. */
  readonly torn: number
}

const NEWLINE = 10

/** The records of whole lines, by series, in their order. */
export function readRecordLines(bytes: Buffer): ReadRecords {
  const groups = new Map<number, RecordColumns>()
  let read = 0
  let torn = 0
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, read)) {
    if (!addLine(groups, bytes.toString('utf8', read, end))) torn += end + 1 - read
    read = end + 1
  }
  return { groups, read, torn: torn + bytes.length - read }
}

/** False where the line is none of ours, as a power loss leaves them. */
function addLine(groups: Map<number, RecordColumns>, line: string): boolean {
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
  if (!isPlainObject(record)) return false
  const { s: series, n: step, t: time, d: data, x: text } = record
  if (typeof series !== 'number' || typeof step !== 'number' || typeof time !== 'number') return false
  let group = groups.get(series)
  if (group === undefined) groups.set(series, (group = { steps: [], times: [], texts: [] }))
  group.steps.push(step)
  group.times.push(time)
  group.texts.push(typeof text === 'string' ? text : JSON.stringify(data ?? null))
  return true
}
