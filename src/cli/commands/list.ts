import type { Command } from 'commander'
import { describeEnding } from '../../archive/describe-ending.ts'
import { annotationsOf } from '../annotations-of.ts'
import { listRuns } from '../../archive/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../archive/list-runs.ts'
import { RunlabError } from '../../errors.ts'
import { colorsFor } from '../../render/colors.ts'
import { archiveOf } from '../archive-option.ts'
import { namespaceOf } from '../namespace-argument.ts'
import { paintStatus } from '../paint-status.ts'
import { readLimit } from '../read-limit.ts'
import { runTable } from '../run-table.ts'
import { tableFormatOf } from '../table-format.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly where?: string
  readonly sort?: string
  readonly columns?: string
  readonly json?: true
  readonly csv?: true
  readonly markdown?: true
  readonly latex?: true
  readonly limit?: string
}

/** `runlab list`: the runs of the archive, newest first. */
export function listCommand(program: Command): void {
  program
    .command('list')
    .description('list the runs of the archive, newest first')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--where <expression>', 'only runs of which it is true')
    .option('--sort <expressions>', 'by what; with - before it, the largest first')
    .option('--columns <expressions>', 'what to show of each run')
    .option('--results <dir>', 'the archive')
    .option('-n, --limit <count>', 'how many; all with 0, and 30 where people read')
    .option('--json', 'everything as JSON')
    .option('--csv', 'parameters that vary and results, comma-separated')
    .option('--markdown', 'the same as a table in Markdown')
    .option('--latex', 'the same as a table in LaTeX')
    .action(async (namespace: string | undefined, options: Options) => await list(namespace, options))
}

async function list(wanted: string | undefined, options: Options): Promise<void> {
  const archive = archiveOf(options.results)
  const namespace = namespaceOf(wanted, archive)
  const format = tableFormatOf(options)
  const limit = readLimit(options.limit ?? (format === null ? '30' : '0'))
  if (options.columns !== undefined || (format !== null && format !== 'json'))
    return await (await import('../list-table.ts')).listTable({ ...options, archive, namespace, limit, format })
  const all = await allRuns(archive, namespace, options)
  const runs = all.slice(0, limit)
  if (format === 'json') {
    printJson(runs.map(asJson))
    return
  }
  print(`${all.length} ${all.length === 1 ? 'run' : 'runs'} in ${archive}\n`)
  if (runs.length === 0) return
  const colors = colorsFor(process.stdout, process.env)
  const results = declare(runs) ? (await import('../list-results.ts')).listResults(runs) : []
  const lines = runTable(runs, { width: process.stdout.columns || 120, now: Date.now(), results })
    .trimEnd()
    .split('\n')
  const [heading = '', ...rows] = lines
  print(`${colors.dim(heading)}\n`)
  print(rows.map((line, index) => `${paintStatus(line, statusOf(runs[index]), colors)}\n`).join(''))
  if (runs.length < all.length) print(colors.dim(`… ${all.length - runs.length} more; the same with -n 0 shows all\n`))
}

function declare(runs: readonly (ListedRun | UnreadableRun)[]): boolean {
  return runs.some((run) => 'brief' in run && run.brief.results.length > 0)
}

/** The language of filters is loaded where there is one. */
async function allRuns(
  archive: string,
  namespace: string | undefined,
  { where, sort }: Options,
): Promise<readonly (ListedRun | UnreadableRun)[]> {
  if (where === undefined && sort === undefined) return listRuns(archive, { namespace })
  const { readRuns } = await import('../../query/read-runs.ts')
  const { selectRuns } = await import('../../query/select.ts')
  const { splitExpressions } = await import('../../query/columns.ts')
  const { runs, unreadable, keep } = await readRuns(archive, { namespace }, new Date())
  const selected = selectRuns(runs, { where, sort: sort === undefined ? undefined : splitExpressions(sort) })
  keep()
  return [...selected.map(({ listed }) => listed), ...(where === undefined ? unreadable : [])]
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
