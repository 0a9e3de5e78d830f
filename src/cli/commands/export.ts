import { resolve } from 'node:path'
import type { Command } from 'commander'
import { runlabError } from '../../errors.ts'
import { archiveOf } from '../archive-option.ts'
import { countRuns } from '../each-run.ts'
import { pickFields } from '../pick-runs.ts'
import { queryOptions, selectionOf } from '../query-options.ts'
import type { QueryOptions } from '../query-options.ts'
import { print, printJson, sayBeside } from '../print.ts'

interface Options extends QueryOptions {
  readonly to: string
  readonly format?: string
  readonly artifacts?: readonly string[]
  readonly force?: true
}

/** `runlab export RUN… --to DIR`: points and facts of runs as tables for other programs. */
export function exportCommand(program: Command, end: (exitCode: number) => void): void {
  const command = program
    .command('export')
    .summary('write runs as tables for other programs')
    .description('write points and facts of runs as tables for other programs')
    .argument('[runs...]', 'paths, names, beginnings or ends of names, or "latest"')
  queryOptions(command, ['where', 'sort', 'limit'])
    .requiredOption('--to <dir>', 'a folder that is new or empty')
    .option('--format <format>', 'parquet or csv; parquet when left out')
    .option('--artifacts <pattern>', "copy artifacts too, e.g. '*.png'; may be given again", collect)
    .option('--force', 'write into a folder that has something in it')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: Options) => end(await exportCommandLine(wanted, options)))
}

function collect(pattern: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), pattern]
}

async function exportCommandLine(wanted: readonly string[], options: Options): Promise<number> {
  const { to, force, json } = options
  const format = options.format ?? 'parquet'
  if (format !== 'parquet' && format !== 'csv')
    throw runlabError('FLAG_INVALID', { flag: '--format', value: JSON.stringify(format), expected: 'parquet or csv' })
  const archive = archiveOf(options.results)
  const { runs, unreadable } = await pickFields({ wanted, ...selectionOf(options), archive, command: 'export' })
  const { exportRuns } = await import('../../query/export/export-runs.ts')
  const folder = resolve(to)
  const artifacts = options.artifacts ?? []
  const exported = await exportRuns(runs, { to: folder, archive, format, artifacts, force: force === true })
  const unread = [...unreadable.map(({ folder: what, error }) => ({ what, reason: error.message })), ...exported.unread]
  for (const { what, reason } of unread) sayBeside(`not read: ${what}: ${reason}\n`)
  if (artifacts.length > 0 && exported.artifacts === 0) sayBeside(`no run has an artifact ${artifacts.join(' or ')}\n`)
  if (json === true) printJson({ ...exported, unread })
  else
    print(
      `${countRuns(exported.runs)}, ${counted(exported.points, 'point')}${artifacts.length === 0 ? '' : `, ${counted(exported.artifacts, 'artifact')}`} in ${to}\n`,
    )
  return unread.length > 0 ? 1 : 0
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
