import { readEnding } from '../archive/read-status.ts'
import { isUndrawn } from '../archive/undrawn.ts'
import type { ListedRun, UnreadableRun } from '../archive/list-runs.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { formatLocalTime } from '../internal/format-local-time.ts'
import { MASK } from '../render/secret-text.ts'
import { valueText } from '../render/value-text.ts'
import { noteOf } from './run-note.ts'
import type { RunNote } from './run-note.ts'
import { plainTable } from './table.ts'

export interface RunTableOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Milliseconds since the epoch. */
  readonly now: number
}

interface Row {
  readonly status: string
  readonly note: RunNote
  /** Local time, to the minute. */
  readonly started: string
  readonly name: string
  readonly parameters: string
}

/** Characters of parameters that are worth more than the time of the start. */
const ENOUGH = 24
/** Fewer characters of parameters than this say nothing. */
const TOO_FEW = 8

/**
 * One line a run: status, note, start, name, and the parameters that were given. Where the terminal is narrow, notes get
 * shorter, and start and parameters give way.
 */
export function runTable(runs: readonly (ListedRun | UnreadableRun)[], { width, now }: RunTableOptions): string {
  const rows = runs.map((run) => toRow(run, now))
  const widest = (read: (row: Row) => string): number => Math.max(0, ...rows.map((row) => read(row).length))
  const gap = (size: number): number => (size === 0 ? 0 : size + 2)
  const fixed = gap(widest((row) => row.status)) + widest((row) => row.name)
  const notes = fixed + gap(widest((row) => row.note.long)) <= width ? 'long' : 'short'
  const left = width - fixed - gap(widest((row) => row.note[notes])) - 2
  const wanted = widest((row) => row.parameters)
  const started = gap(widest((row) => row.started))
  const showsStart = left - started >= Math.min(wanted, ENOUGH)
  const isRoomy = left - (showsStart ? started : 0) >= Math.min(wanted, TOO_FEW)
  const showsLast = isRoomy || runs.some((run) => 'error' in run)
  return plainTable(
    rows.map((row) => [
      row.status,
      row.note[notes],
      ...(showsStart ? [row.started] : []),
      row.name,
      showsLast ? row.parameters : '',
    ]),
    width,
  )
}

/** Who sets what tells a run from others of its namespace. */
const GIVEN = new Set(['code', 'command line', 'config', 'testing'])

function toRow(run: ListedRun | UnreadableRun, now: number): Row {
  const name = run.namespace === '' ? run.run : `${run.namespace}/${run.run}`
  if ('error' in run)
    return { status: 'unreadable', note: { long: '', short: '' }, started: '', name, parameters: run.error.message }
  const changed = Object.entries(run.meta.parameters)
    .filter(([, parameter]) => GIVEN.has(parameter.source))
    .map(
      ([key, { given, value, redacted }]) =>
        `${key}=${redacted && value === null ? MASK : valueText(decodeValue(given ?? value), 24)}`,
    )
  return {
    status: run.status,
    note: noteOf(run, { now, readEnding: () => readEnding(run.folder), isUndrawn: () => isUndrawn(run.folder) }),
    started: formatLocalTime(new Date(run.meta.start_time * 1000)).slice(0, 'YYYY-MM-DD HH:MM'.length),
    name,
    parameters: [...(run.meta.testing ? ['(testing)'] : []), ...changed].join(' '),
  }
}
