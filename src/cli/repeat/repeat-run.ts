import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { recordVerdict } from '../../archive/changes/record-verdict.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import type { ReproducesMeta } from '../../format/meta.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { asWritten } from '../../format/shape.ts'
import { parseVerdict } from '../../format/verdict.ts'
import type { Verdict } from '../../format/verdict.ts'
import { colorsFor } from '../../render/colors.ts'
import { terminalText } from '../../render/terminal-text.ts'
import { writeReport } from '../../report/write-report.ts'
import { judgeOutcomes } from '../../reproduce/verdict/judge-outcomes.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'
import { printError } from '../print-errors.ts'
import { refuseRunning } from '../../archive/status/refuse-running.ts'
import { runSupervised } from '../run-supervised.ts'
import { wantsLines, writeLine } from '../write-line.ts'
import { outcomeText } from './outcome-text.ts'

export interface RepeatTask {
  readonly original: ArchivedRun
  readonly how: ReproducesMeta['how']
  /** Absolute path, and the export. */
  readonly file: string
  readonly name: string | null
  /** The command line without the file. */
  readonly tokens: readonly string[]
  readonly rules: readonly ToleranceRule[]
}

/** What a shell gets for a run that is done, and gave something else than the original. */
const DIFFERENT = 4

/** Runs an experiment as a run had it, and says whether it gave the same. Gives the exit code. */
export async function repeatRun({ original, how, rules, ...task }: RepeatTask): Promise<number> {
  const tells = wantsLines(task.tokens)
  const asked = { ...task, seed: null, original: { folder: original.folder, how }, tells: tells ? task.file : null }
  const { code, folder } = await runSupervised(asked)
  if (folder === null) return code
  const repeated = openRun(folder)
  const verdict = await judgeOutcomes(original, repeated, rules)
  await keep(folder, verdict)
  const exitCode = code !== 0 ? code : verdict.verdict === 'different' ? DIFFERENT : 0
  if (tells)
    writeLine({ event: 'verdict', file: task.file, folder, exit_code: exitCode, ...Object(asWritten(parseVerdict, verdict)) })
  else {
    const style = { width: process.stdout.columns || 80, colors: colorsFor(process.stdout, process.env) }
    process.stdout.write(terminalText(`\n${outcomeText(verdict, style)}`))
  }
  return exitCode
}

/** The verdict holds whether it can be kept or not. */
async function keep(folder: string, verdict: Verdict): Promise<void> {
  try {
    recordVerdict(folder, verdict)
    await writeReport(folder)
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    printError(error)
  }
}

/** Refuses what cannot be run again, or is not over. Throws REPEAT_REFUSED, RUN_RUNNING. */
export function checkRepeatable({ folder, meta, standing }: ArchivedRun): void {
  if (meta.format === PYCOMEX_FORMAT) {
    const hint = 'runlab reads runs of PyComex; PyComex itself runs them again.'
    throw runlabError('REPEAT_REFUSED', { path: folder, reason: 'it is a run of PyComex, in Python', hint })
  }
  if (meta.trials !== undefined) {
    const hint = `runlab resume ${meta.run} goes on with it; each of its trials can be run again by its own name.`
    throw runlabError('REPEAT_REFUSED', { path: folder, reason: 'it is a sweep', hint })
  }
  refuseRunning(folder, standing.life, 'run again and compared')
}
