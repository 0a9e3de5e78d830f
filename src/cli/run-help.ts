import { flagRows } from '../render/help.ts'
import { RUN_FLAGS } from '../runtime/run-flags.ts'

/** What `runlab run --help` says when no file is named. */
export function runHelp(): string {
  return `Usage: runlab run FILE[#name] [--parameter value …] [flags]

Runs the experiment that FILE exports and archives the run.
runlab run FILE --help lists the experiment's parameters.

Flags:
${flagRows(RUN_FLAGS)}`
}
