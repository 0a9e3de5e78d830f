import { existsSync } from 'node:fs'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import { stageAnalyses } from '../../archive/changes/stage-analysis.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { nearest } from '../../internal/nearest.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { withoutExit } from '../globals.ts'
import type { StreamName } from '../globals.ts'
import { settles } from '../life/settles.ts'
import { messageOfThrown } from '../life/thrown.ts'
import type { System } from '../system.ts'
import { loadArchivedCode, loadCurrentCode } from './load-code.ts'
import type { RunCode } from './load-code.ts'
import { performAnalysis } from './perform-analysis.ts'

export interface AnalyseRunOptions {
  /** One of them; all of the experiment's when left out. */
  readonly name?: string | undefined
  /** `archived` when left out. */
  readonly code?: 'archived' | 'current' | undefined
  readonly system: System
  /** Where what analyses log goes, secrets masked. */
  readonly write: (stream: StreamName, text: string) => void
}

/** What became of the analyses of a run, in their order. */
export interface AnalysedOutcome {
  readonly folder: string
  readonly added: readonly AnalysisRecord[]
  /** ANALYSIS_FAILED, one for each that threw. */
  readonly failed: readonly RunlabError[]
}

/**
 * Calls the analyses that an experiment declares on one of its runs that has ended, and puts what they make into it, in place of
 * what they had added before. **Executes the run's archived code**, or the project's. One that throws adds nothing, and the others
 * are called all the same. Throws ANALYSIS_REFUSED, ANALYSIS_UNKNOWN, RUN_ALIVE, LOAD_FAILED and what else loading throws.
 */
export async function analyseFinishedRun(run: ArchivedRun, options: AnalyseRunOptions): Promise<AnalysedOutcome> {
  const { system, name, write } = options
  const stage = stageAnalyses(run)
  try {
    const code = options.code === 'current' ? await loadCurrentCode(run, system) : await loadArchivedCode(run, system)
    const names = chosen(run, code, name)
    const redactor = new Redactor(findCredentials(system.env, existsSync).map(({ value }) => value))
    const writer = new RunWriter(run.folder, redactor)
    const around = {
      code,
      stage,
      writer,
      redactor,
      system,
      write: (to: StreamName, text: string) => write(to, redactor.mask(text)),
    }
    const added: AnalysisRecord[] = []
    const failed: RunlabError[] = []
    for (const one of names) {
      try {
        // Opened anew: it sees what the one before has added.
        const opened = openRun(run.folder, { kinds: code.specification.kinds })
        added.push(await safely(one, () => performAnalysis(opened, one, around)))
      } catch (error) {
        if (isRefusal(error)) throw error
        const reason = redactor.mask(messageOfThrown(error)).replace(/\.+$/, '')
        failed.push(runlabError('ANALYSIS_FAILED', { name: one, path: run.folder, reason }, error))
      }
    }
    return { folder: run.folder, added, failed }
  } finally {
    stage.close()
  }
}

/** Faults of the run's folder, which every analysis would meet again. */
function isRefusal(error: unknown): error is RunlabError {
  return error instanceof RunlabError && ['ANALYSIS_REFUSED', 'ARCHIVE_UNWRITABLE', 'ARCHIVE_FORMAT'].includes(error.code)
}

function chosen({ folder }: ArchivedRun, { specification }: RunCode, name: string | undefined): readonly string[] {
  const names = [...specification.analyses.keys()]
  if (name === undefined) return names
  if (names.includes(name)) return [name]
  throw runlabError('ANALYSIS_UNKNOWN', { name, path: folder, names, suggestion: nearest(name, names) })
}

/** Fails where an analysis ends the process, or can never settle. */
async function safely<T>(name: string, call: () => Promise<T>): Promise<T> {
  const never = (): Error => new Error(`${name} awaits something that can never happen`)
  return await withoutExit(() => settles(call(), never))
}
