import type { Command } from 'commander'
import type { ArchivedKinds } from '../../runtime/drawing/archived-kinds.ts'
import type { DrawnRun } from '../../drawing/draw-run.ts'
import { sayDrawn } from '../../drawing/say-drawn.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { archiveOf } from '../archive-option.ts'
import { refusePacked } from '../../archive/zip/refuse-packed.ts'
import { findRun } from '../../archive/listing/find-run.ts'
import { printErrors } from '../print-errors.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly all?: true
  readonly inline?: string
  readonly ownKinds?: true
  readonly json?: true
}

type Outcome =
  | { readonly folder: string; readonly drawn: DrawnRun; readonly report: string }
  | { readonly run: string; readonly error: RunlabError }

/** `runlab draw RUN…`: draws what runs have tracked, also those that were killed or go on. */
export function drawCommand(program: Command, end: (exitCode: number) => void): void {
  const command: Command = program
    .command('draw')
    .summary('draw what a run has tracked, and its report')
    .description('draw what a run has tracked: plots, videos, tables, and the report')
    .argument('<runs...>', 'paths, names, beginnings or ends of names, or "latest"')
    .option('--results <dir>', 'the archive')
    .option('--all', 'every series, however many there are')
    .option('--inline <file>', 'also one page with all pictures and videos in it, to mail')
    .option('--own-kinds', "series of the experiment's own kinds by their `compile`; this executes the run's archived code")
    .option('--json', 'what was drawn as JSON')
    .action(async (wanted: readonly string[], options: Options) => {
      if (options.inline !== undefined && wanted.length > 1) command.error('--inline takes one run')
      const archive = archiveOf(options.results)
      const outcomes: Outcome[] = []
      for (const run of wanted) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the processor
        const outcome = await draw(run, archive, options)
        outcomes.push(outcome)
        if (options.json !== true) printOutcome(outcome)
      }
      if (options.json === true) printJson(outcomes.map(asJson))
      end(outcomes.some((outcome) => 'error' in outcome) ? 2 : outcomes.some(hasFailed) ? 1 : 0)
    })
}

async function draw(wanted: string, archive: string, { all, inline, ownKinds }: Options): Promise<Outcome> {
  try {
    const { folder } = await findRun(wanted, archive)
    refusePacked(folder, 'drawn')
    // Other commands do without it.
    const [{ drawLeft }, { writeReport }] = await Promise.all([
      import('../../runtime/drawing/draw-left.ts'),
      import('../../report/write-report.ts'),
    ])
    const { failed, ...own } = ownKinds === true ? await compileKinds(folder) : { failed: [] }
    const drawn = await drawLeft(folder, { ...own, ...(all === true ? { most: Infinity } : {}) }).catch((error: unknown) =>
      endedEarly(folder, error),
    )
    const report = await writeReport(folder)
    if (inline !== undefined) await writeReport(folder, { inline: true, target: inline })
    return { folder, drawn: { ...drawn, failed: [...failed, ...drawn.failed] }, report: inline ?? report }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { run: wanted, error }
  }
}

/** Executes the run's archived code, for those who have asked for it. */
async function compileKinds(folder: string): Promise<ArchivedKinds> {
  const [{ compileArchivedKinds }, { openRun }, { realSystem }] = await Promise.all([
    import('../../runtime/drawing/archived-kinds.ts'),
    import('../../archive/opening/open-run.ts'),
    import('../../runtime/system.ts'),
  ])
  return await compileArchivedKinds(openRun(folder), realSystem())
}

/** What is drawn up to where no more can be. */
async function endedEarly(folder: string, error: unknown): Promise<DrawnRun> {
  if (error instanceof RunlabError) throw error
  const { readVisuals } = await import('../../drawing/visual-index.ts')
  const failed = [`Drawing ended early: ${error instanceof Error ? error.message : String(error)}`]
  return { visuals: readVisuals(folder), failed, idle: [] }
}

function hasFailed(outcome: Outcome): boolean {
  return 'drawn' in outcome && outcome.drawn.failed.length > 0
}

function printOutcome(outcome: Outcome): void {
  if ('error' in outcome) return printErrors([outcome.error])
  const { folder, drawn, report } = outcome
  for (const { files, form, note, title } of drawn.visuals) {
    for (const file of files.filter((path) => path.startsWith(`${FILES.visuals}/`))) print(`  ${file}\n`)
    if (form === 'note') print(`  ${title}: ${note ?? ''}\n`)
  }
  const noted = new Set(drawn.visuals.map(({ note }) => note))
  const rest = drawn.failed.filter((sentence) => !noted.has(sentence))
  for (const sentence of [...rest, ...drawn.idle]) print(`  ${sentence}\n`)
  print(`drawn: ${sayDrawn(drawn) ?? 'nothing'}\n${folder}\n${report}\n`)
}

function asJson(outcome: Outcome): unknown {
  if ('error' in outcome) return { run: outcome.run, error: outcome.error.message, code: outcome.error.code }
  const { folder, drawn, report } = outcome
  return { folder, visuals: drawn.visuals, failed: drawn.failed, idle: drawn.idle, report }
}
