import { findRun } from '../archive/listing/find-run.ts'
import { runlabError } from '../errors.ts'
import { readLedger } from '../sweep/ledger/ledger-file.ts'
import { archiveOf } from './archive-option.ts'
import { printError } from './print-errors.ts'
import { valueOfFlag } from './repeat/repeat-flags.ts'
import { resumeSweep } from './sweep/resume-sweep.ts'

/** `runlab resume SWEEP [flags]`. Gives the exit code; errors are printed. */
export async function resumeCommand(tokens: readonly string[]): Promise<number> {
  try {
    const [name, ...rest] = tokens
    if (name === undefined || name.startsWith('-'))
      throw runlabError('USAGE', { reason: 'runlab resume needs the name of a sweep first', help: 'runlab resume --help' })
    const run = await findRun(name, archiveOf(valueOfFlag(rest, '--results')))
    if (readLedger(run.folder) === null) throw runlabError('SWEEP_NONE', { run: run.name })
    return await resumeSweep(run.folder, rest)
  } catch (error) {
    printError(error)
    return 2
  }
}
