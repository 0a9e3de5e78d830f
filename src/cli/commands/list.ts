import { relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { describeEnding } from '../../archive/describe-ending.ts'
import { listRuns } from '../../archive/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../archive/list-runs.ts'
import { runlabError } from '../../errors.ts'
import { reasonAgainstSegment } from '../../format/run-name.ts'
import { isInside } from '../../internal/is-inside.ts'
import { nearest } from '../../internal/nearest.ts'
import { colorsFor } from '../../render/colors.ts'
import { archiveOf } from '../archive-option.ts'
import { namespacesOf } from '../find-run.ts'
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
  const all = namespace === undefined ? listRuns(archive) : runsOf(namespace, archive)
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

/** The runs of a namespace, or of a folder of the archive. Throws NAMESPACE_NOT_FOUND where there are only others. */
function runsOf(wanted: string, archive: string): ReturnType<typeof listRuns> {
  const folder = resolve(wanted)
  const below = isInside(archive, folder) ? relative(archive, folder).split(sep).join('/') : ''
  const namespace = below === '' ? wanted.replaceAll(/^\/+|\/+$/g, '') : below
  const runs = isNamespace(namespace) ? listRuns(archive, { namespace }) : []
  if (runs.length > 0) return runs
  const others = listRuns(archive)
  if (others.length === 0) return others
  const suggestion = nearest(namespace.replaceAll(/(?:^|\/)\.{1,2}(?=\/)\/?/g, ''), namespacesOf(others))
  throw runlabError('NAMESPACE_NOT_FOUND', { namespace: wanted, archive, suggestion })
}

const isNamespace = (text: string): boolean => text.split('/').every((part) => reasonAgainstSegment(part) === null)

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
  return { folder, ...meta, namespace, status, ending: describeEnding(folder, run), last_sign_of_life: lastSign }
}
