import { annotationsOf } from './annotations-of.ts'
import { readEnding } from '../archive/status/read-status.ts'
import { isUndrawn } from '../archive/status/undrawn.ts'
import type { ListedRun, UnreadableRun } from '../archive/listing/list-runs.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { shortRunName } from '../format/run-name.ts'
import { agoText } from '../render/ago-text.ts'
import { cutMiddle } from '../render/cut-middle.ts'
import { visibleText } from '../render/visible-text.ts'
import { MASK } from '../render/secret-text.ts'
import { valueText } from '../render/value-text.ts'
import { noteOf } from './run-note.ts'
import type { RunNote } from './run-note.ts'
import type { FittedColumns } from './fit-columns.ts'
import { fitNames } from './fit-names.ts'
import { plainTable } from './table.ts'

export interface RunTableOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Results of the runs, a column each, most important first. */
  readonly results?: readonly ResultCells[] | undefined
  /** Folders of runs of which something cannot be read. */
  readonly damaged?: ReadonlySet<string> | undefined
}

/** A column of results: its heading, and a cell for each run. */
export interface ResultCells {
  readonly heading: string
  readonly cells: readonly string[]
}

interface Row {
  readonly status: string
  readonly note: RunNote
  /** How long ago it began. */
  readonly when: string
  readonly name: string
  /** Where it was given. */
  readonly seed: string
  readonly results: readonly string[]
  readonly tags: string
  readonly parameters: string
}

/** Characters of parameters that are worth more than the time of the beginning. */
const ENOUGH = 24
/** Fewer characters of parameters than this say nothing. */
const TOO_FEW = 8

/**
 * A line of headings, then one line a run: status, note, when it began, name, seed, results, and the parameters that were given.
 * Where the terminal is narrow, notes get shorter, time and parameters give way, and then the last of the results.
 */
export function runTable(
  runs: readonly (ListedRun | UnreadableRun)[],
  { width, now, results = [], damaged = new Set() }: RunTableOptions,
): FittedColumns {
  const columns = results.map(alignRight)
  const all = rowsOf(runs, { now, columns, damaged })
  const widest = (read: (row: Row) => string): number => Math.max(0, ...all.map((row) => read(row).length))
  const gap = (size: number): number => (size === 0 ? 0 : size + 2)
  const tags = all.slice(1).some((row) => row.tags !== '') ? gap(widest((row) => row.tags)) : 0
  const seeds = all.slice(1).some((row) => row.seed !== '') ? gap(widest((row) => row.seed)) : 0
  const widths = columns.map(([first = '']) => gap(first.length))
  const beside = gap(widest((row) => row.status)) + seeds + tags
  const room = width - widths.reduce((sum, each) => sum + each, beside + gap(widest((row) => row.note.short)))
  const names = all.map(({ name }) => name)
  // Names give way to results, and to nothing else.
  const fitting = columns.length === 0 ? names : fitNames(names, room)
  const rows = all.map((row, index) => ({ ...row, name: fitting[index] ?? row.name }))
  const named = beside + Math.max(...fitting.map((name) => name.length))
  const shown = howManyFit(widths, width - named - gap(widest((row) => row.note.short)))
  const fixed = named + widths.slice(0, shown).reduce((sum, each) => sum + each, 0)
  const notes = fixed + gap(widest((row) => row.note.long)) <= width ? 'long' : 'short'
  const left = width - fixed - gap(widest((row) => row.note[notes])) - 2
  const wanted = widest((row) => row.parameters)
  const when = gap(widest((row) => row.when))
  const showsWhen = left - when >= Math.min(wanted, ENOUGH)
  const isRoomy = left - (showsWhen ? when : 0) >= Math.min(wanted, TOO_FEW)
  const hasLast = all.slice(1).some((row) => row.parameters !== '')
  const showsLast = hasLast && (isRoomy || runs.some((run) => 'error' in run))
  const text = plainTable(
    rows.map((row) => [
      row.status,
      row.note[notes],
      ...(showsWhen ? [row.when] : []),
      row.name,
      ...(seeds > 0 ? [row.seed.padStart(seeds - 2)] : []),
      ...row.results.slice(0, shown),
      ...(tags > 0 ? [row.tags] : []),
      showsLast ? row.parameters : '',
    ]),
    width,
  )
  const hidden = [
    ...(showsWhen ? [] : [HEADING.when]),
    ...results.slice(shown).map((result) => result.heading),
    ...(hasLast && !showsLast ? [HEADING.parameters] : []),
  ]
  return { lines: text.trimEnd().split('\n'), left: hidden }
}

const NOTE: RunNote = { long: 'took', short: 'took' }
const HEADING = { status: 'status', note: NOTE, when: 'when', name: 'run', seed: 'seed', tags: 'tags', parameters: 'given' }

interface Columns extends Pick<RunTableOptions, 'now'> {
  readonly damaged: ReadonlySet<string>
  readonly columns: readonly (readonly string[])[]
}

/** The headings, then a row for each run. */
function rowsOf(runs: readonly (ListedRun | UnreadableRun)[], { now, columns, damaged }: Columns): readonly Row[] {
  const names = namesOf(runs)
  const cellsOf = (row: number): readonly string[] => columns.map((column) => column[row] ?? '')
  return [
    { ...HEADING, results: cellsOf(0) },
    ...runs.map((run, index): Row => {
      const row = toRow(run, { now, name: visibleText(names[index] ?? run.run) })
      const note = damaged.has(run.folder) ? { long: `${row.note.long}, damaged`, short: 'damaged' } : row.note
      return { ...row, note, results: cellsOf(index + 1) }
    }),
  ]
}

/** Heading and cells, all as wide as the widest of them. */
function alignRight({ heading, cells }: ResultCells): readonly string[] {
  const all = [heading, ...cells]
  const width = Math.max(...all.map((text) => text.length))
  return all.map((text) => text.padStart(width))
}

/** How many of the first have room. */
function howManyFit(widths: readonly number[], room: number): number {
  let left = room
  const first = widths.findIndex((width) => (left -= width) < 0)
  return first === -1 ? widths.length : first
}

/** Characters of tags that are shown. */
const LONGEST_TAGS = 30

/** Who sets what tells a run from others of its namespace. */
const GIVEN = new Set(['code', 'command line', 'original run', 'config', 'testing'])

/** Names without the time in them, where that leaves no two that are equal. */
function namesOf(runs: readonly (ListedRun | UnreadableRun)[]): readonly string[] {
  const nameOf = ({ namespace, run }: Pick<ListedRun, 'namespace' | 'run'>): string =>
    namespace === '' ? run : `${namespace}/${run}`
  const short = runs.map(({ namespace, run }) => nameOf({ namespace, run: shortRunName(run) }))
  const times = new Map<string, number>()
  for (const name of short) times.set(name, (times.get(name) ?? 0) + 1)
  return runs.map((run, index) => (times.get(short[index] ?? '') === 1 ? (short[index] ?? '') : nameOf(run)))
}

function toRow(
  run: ListedRun | UnreadableRun,
  { now, name }: { readonly now: number; readonly name: string },
): Omit<Row, 'results'> {
  if ('error' in run)
    return {
      status: 'unreadable',
      note: { long: '', short: '' },
      when: '',
      name,
      seed: '',
      tags: '',
      parameters: visibleText(run.error.message),
    }
  const changed = Object.entries(run.meta.parameters)
    .filter(([, parameter]) => GIVEN.has(parameter.source))
    .map(
      ([key, { given, value, redacted }]) =>
        `${key}=${redacted && value === null ? MASK : valueText(decodeValue(given ?? value), 24)}`,
    )
  return {
    status: run.status,
    note: noteOf(run, { now, readEnding: () => readEnding(run.folder), isUndrawn: () => isUndrawn(run.folder) }),
    when: agoText(Math.max(0, now - run.start * 1000)),
    name,
    tags: cutMiddle(visibleText(annotationsOf(run).tags.join(', ')), LONGEST_TAGS),
    seed: run.meta.seed_source === 'given' ? String(run.meta.seed) : '',
    parameters: [...(run.meta.testing ? ['(testing)'] : []), ...changed].join(' '),
  }
}
