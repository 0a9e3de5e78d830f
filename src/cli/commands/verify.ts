import { dirname } from 'node:path'
import type { Command } from 'commander'
import { findRun } from '../../archive/listing/find-run.ts'
import { listRuns } from '../../archive/listing/list-runs.ts'
import { RunlabError } from '../../errors.ts'
import type { Verification } from '../../verify/verify-run.ts'
import { archiveOf } from '../archive-option.ts'
import { printErrors } from '../print-errors.ts'
import { print, printJson } from '../print.ts'
import { summaryText, verificationText } from '../verification-text.ts'

interface Options {
  readonly results?: string
  readonly all?: true
  readonly where?: string
  readonly json?: true
}

type Outcome = Verification | { readonly run: string; readonly error: RunlabError }

/** `runlab verify RUN…`: whether runs are as they were written. */
export function verifyCommand(program: Command, end: (exitCode: number) => void): void {
  const command: Command = program
    .command('verify')
    .summary('check that runs are as they were written')
    .description('check structure, checksums, and that every summary is what the points say')
    .argument('[runs...]', 'paths, names, beginnings or ends of names, or "latest"')
    .option('--results <dir>', 'the archive')
    .option('--all', 'every run of the archive')
    .option('--where <expression>', 'the runs of which it is true')
    .option('--json', 'what was found as JSON')
    .action(async (wanted: readonly string[], options: Options) => {
      const ways = [wanted.length > 0, options.all === true, options.where !== undefined].filter(Boolean)
      if (ways.length !== 1) command.error('Say which runs to verify, or --all, or --where')
      const archive = archiveOf(options.results)
      const outcomes: Outcome[] = []
      for (const find of await foldersOf(wanted, archive, options)) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time: each is as fast as the disk
        const outcome = await verify(find)
        outcomes.push(outcome)
        if (options.json !== true) printOutcome(outcome, wanted.length > 0)
      }
      if (options.json === true) printJson(outcomes.map(asJson))
      else print(summaryText(outcomes.filter((outcome) => 'findings' in outcome)))
      end(outcomes.some((outcome) => 'error' in outcome) ? 2 : outcomes.some(isDamaged) ? 1 : 0)
    })
}

/** A run as it was named, and how its folder is found. */
interface Wanted {
  readonly run: string
  readonly folder: () => Promise<string> | string
}

async function foldersOf(wanted: readonly string[], archive: string, { where }: Options): Promise<readonly Wanted[]> {
  if (wanted.length > 0) return wanted.map((run) => ({ run, folder: async () => await folderOf(run, archive) }))
  const known = (folder: string): Wanted => ({ run: folder, folder: () => folder })
  if (where === undefined) return listRuns(archive).map(({ folder }) => known(folder))
  const [{ readRuns }, { selectRuns }] = await Promise.all([import('../../query/read-runs.ts'), import('../../query/select.ts')])
  const { runs } = await readRuns(archive, {}, new Date())
  return (await selectRuns(runs, { where })).map(({ run }) => known(run.folder))
}

/** Also of a run whose metadata cannot be read: that is to be said of it. */
async function folderOf(run: string, archive: string): Promise<string> {
  try {
    return (await findRun(run, archive)).folder
  } catch (error) {
    const file = error instanceof RunlabError && error.code === 'ARCHIVE_FORMAT' ? error.details['file'] : undefined
    if (typeof file !== 'string') throw error
    return dirname(file)
  }
}

async function verify({ run, folder }: Wanted): Promise<Outcome> {
  try {
    const { verifyRun } = await import('../../verify/verify-run.ts') // other commands do without it
    return await verifyRun(await folder())
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { run, error }
  }
}

function isDamaged(outcome: Outcome): boolean {
  return 'findings' in outcome && outcome.findings.length > 0
}

function printOutcome(outcome: Outcome, isNamed: boolean): void {
  if ('error' in outcome) printErrors([outcome.error])
  else if (isNamed || isDamaged(outcome)) print(verificationText(outcome))
}

function asJson(outcome: Outcome): unknown {
  if ('error' in outcome) return { run: outcome.run, error: outcome.error.message, code: outcome.error.code }
  const { folder, findings, notes, checked } = outcome
  return { folder, whole: findings.length === 0, findings, notes, checked }
}
