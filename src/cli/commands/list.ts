import type { Command } from 'commander'
import { describeEnding } from '../../archive/status/describe-ending.ts'
import { annotationsOf } from '../annotations-of.ts'
import { newestRuns } from '../../archive/listing/list-runs.ts'
import type { ListedRun, NewestRuns, UnreadableRun } from '../../archive/listing/list-runs.ts'
import { RunlabError } from '../../errors.ts'
import type { Selection } from '../../query/select.ts'
import { colorsFor } from '../../render/colors.ts'
import { wrapText } from '../../render/wrap-text.ts'
import { archiveOf } from '../archive-option.ts'
import { namespaceOf } from '../namespace-argument.ts'
import { leftColumnsText } from '../fit-columns.ts'
import { damagedText } from '../damaged-text.ts'
import { listValues } from '../list-values.ts'
import { moreRunsText } from '../more-runs-text.ts'
import { paintStatus } from '../paint-status.ts'
import { QUERY_OPTIONS, queryOptions, selectionOf } from '../query-options.ts'
import type { QueryOptions } from '../query-options.ts'
import { runTable } from '../run-table.ts'
import { isStillThere } from '../still-there.ts'
import { tableFormatOf } from '../table-format.ts'
import { print, printJson } from '../print.ts'

/** `runlab list`: the runs of the archive, newest first. */
export function listCommand(program: Command): void {
  const command = program
    .command('list')
    .description('list the runs of the archive, newest first')
    .argument('[namespace]', 'only runs of this namespace and those below it')
  queryOptions(command, QUERY_OPTIONS).action(
    async (namespace: string | undefined, options: QueryOptions) => await list(namespace, options),
  )
}

/** Runs that people read, unless they say how many. */
const MOST_LINES = 30

async function list(wanted: string | undefined, options: QueryOptions): Promise<void> {
  const archive = archiveOf(options.results)
  const namespace = namespaceOf(wanted, archive)
  const format = tableFormatOf(options)
  const { limit = format === null ? MOST_LINES : Infinity, ...selection } = selectionOf(options)
  if (options.columns !== undefined || (format !== null && format !== 'json'))
    return await (
      await import('../list-table.ts')
    ).listTable({ archive, namespace, selection, limit, columns: options.columns, format })
  const { runs: found, count } = await selectedRuns({ archive, namespace, selection, limit })
  const runs = found.filter(isStillThere)
  if (format === 'json') return printJson(runs.map(asJson))
  print(`${count} ${count === 1 ? 'run' : 'runs'} in ${archive}\n`)
  if (runs.length > 0) await printTable(runs, Math.max(0, count - limit))
}

async function printTable(runs: readonly (ListedRun | UnreadableRun)[], leftOut: number): Promise<void> {
  const colors = colorsFor(process.stdout, process.env)
  const { results, damaged } = declare(runs) ? (await import('../list-results.ts')).listResults(runs) : listValues(runs)
  const width = process.stdout.columns || Infinity
  const { lines, left } = runTable(runs, { width, now: Date.now(), results, damaged })
  const [heading = '', ...rows] = lines
  const more = leftColumnsText(left)
  print(`${colors.dim(heading)}\n`)
  print(rows.map((line, index) => `${paintStatus(line, statusOf(runs[index]), colors)}\n`).join(''))
  const hint = damagedText(runs.filter(({ folder }) => damaged.has(folder)))
  if (hint !== null) print(`${colors.yellow(hint)}\n`)
  if (more !== null)
    print(
      wrapText(more, width)
        .map((line) => `${colors.dim(line)}\n`)
        .join(''),
    )
  if (leftOut > 0) print(colors.dim(moreRunsText(leftOut)))
}

function declare(runs: readonly (ListedRun | UnreadableRun)[]): boolean {
  return runs.some((run) => 'brief' in run && run.brief.results.length > 0)
}

interface Wanted {
  readonly archive: string
  readonly namespace: string | undefined
  readonly selection: Selection
  readonly limit: number
}

/** The language of filters is loaded where there is one. */
async function selectedRuns({ archive, namespace, selection: { where, sort }, limit }: Wanted): Promise<NewestRuns> {
  if (where === undefined && sort === undefined) return newestRuns(archive, limit, { namespace })
  const { readRuns } = await import('../../query/read-runs.ts')
  const { selectRuns } = await import('../../query/select.ts')
  const { runs, unreadable, keep } = await readRuns(archive, { namespace }, new Date())
  const selected = await selectRuns(runs, { where, sort })
  await keep()
  const all = [...selected.map(({ listed }) => listed), ...(where === undefined ? unreadable : [])]
  return { runs: all.slice(0, limit), count: all.length }
}

function statusOf(run: ListedRun | UnreadableRun | undefined): string {
  return run !== undefined && 'status' in run ? run.status : ''
}

function asJson(run: ListedRun | UnreadableRun): unknown {
  const { folder, namespace } = run
  if ('error' in run) return { folder, namespace, run: run.run, status: 'unreadable', error: run.error.message }
  const { meta, status, lastSign } = run
  const { tags, notes } = annotationsOf(run)
  return { folder, ...meta, namespace, status, tags, notes, ...endingOf(run), last_sign_of_life: lastSign }
}

/** A run whose ending cannot be read is listed all the same. */
function endingOf(run: ListedRun): { readonly ending: unknown; readonly unreadable?: string } {
  try {
    return { ending: describeEnding(run.folder, run) }
  } catch (error) {
    if (error instanceof RunlabError) return { ending: null, unreadable: error.message }
    throw error
  }
}
