import type { Command } from 'commander'
import type { AnalyseOptions } from '../analyse-runs.ts'
import { WHERE_OF_NAMED } from '../query-options.ts'

/** `runlab analyse RUN… [NAME]`: calls the analyses that experiments declare on runs that have ended. */
export function analyseCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('analyse')
    .summary('call the analyses of experiments on finished runs')
    .description("call the analyses that experiments declare on finished runs; this executes the runs' archived code")
    .argument(
      '[words...]',
      'runs (paths, names, beginnings or ends of names, or "latest"), and last the name of one analysis; or a script',
    )
    .option(...WHERE_OF_NAMED)
    .option('--current-code', 'the analyses as the project has them now, in place of the archived ones')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was added as JSON')
    .action(async (words: readonly string[], options: AnalyseOptions) => {
      const { analyseRuns } = await import('../analyse-runs.ts')
      end(await analyseRuns(words, options))
    })
}
