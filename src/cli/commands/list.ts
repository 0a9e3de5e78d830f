import type { Command } from 'commander'
import { describeEnding } from '../../archive/describe-ending.ts'
import { listRuns } from '../../archive/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../archive/list-runs.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import { colorsFor } from '../../render/colors.ts'
import { archiveOf } from '../archive-option.ts'
import { namespaceOf } from '../namespace-argument.ts'
import { paintStatus } from '../paint-status.ts'
import { runTable } from '../run-table.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly json?: true
  readonly limit: string
}

/** `runlab list`: the runs of the archive, newest first. */
export function listCommand(program: Command): void {
  program
    .command('list')
    .description('list the runs of the archive, newest first')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--results <dir>', 'the archive')
    .option('-n, --limit <count>', 'how many; all with 0', '30')
    .option('--json', 'everything as JSON')
    .action((namespace: string | undefined, options: Options) => list(namespace, options))
}

function list(namespace: string | undefined, options: Options): void {
  const archive = archiveOf(options.results)
  const all = listRuns(archive, { namespace: namespaceOf(namespace, archive) })
  const limit = readLimit(options.limit)
  const runs = limit > 0 ? all.slice(0, limit) : all
  if (options.json === true) {
    printJson(runs.map(asJson))
    return
  }
  print(`${all.length} ${all.length === 1 ? 'run' : 'runs'} in ${archive}\n`)
  if (runs.length === 0) return
  const colors = colorsFor(process.stdout, process.env)
  const lines = runTable(runs, { width: process.stdout.columns || 120, now: Date.now() })
    .trimEnd()
    .split('\n')
  const [heading = '', ...rows] = lines
  print(`${colors.dim(heading)}\n`)
  print(rows.map((line, index) => `${paintStatus(line, statusOf(runs[index]), colors)}\n`).join(''))
  if (runs.length < all.length) print(colors.dim(`… ${all.length - runs.length} more; runlab list -n 0 shows all\n`))
}

function readLimit(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw runlabError('FLAG_INVALID', { flag: '--limit', value: JSON.stringify(text), expected: 'a whole number, 0 for all' })
}

function statusOf(run: ListedRun | UnreadableRun | undefined): string {
  return run !== undefined && 'status' in run ? run.status : ''
}

function asJson(run: ListedRun | UnreadableRun): unknown {
  const { folder, namespace } = run
  if ('error' in run) return { folder, namespace, run: run.run, status: 'unreadable', error: run.error.message }
  const { meta, status, lastSign } = run
  return { folder, ...meta, namespace, status, ...endingOf(run), last_sign_of_life: lastSign }
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
