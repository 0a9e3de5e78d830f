import type { Command } from 'commander'
import type { ModifyOptions } from '../modify-runs.ts'
import { WHERE_OF_NAMED } from '../query-options.ts'

/** `runlab modify RUN… 'params.rate = 0.1'`: corrects what the record of runs says. */
export function modifyCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('modify')
    .description('correct parameters, name, description, tags, note')
    .argument('<words...>', 'runs (paths, names, beginnings or ends of names, or "latest"), and assignments')
    .option(...WHERE_OF_NAMED)
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was changed as JSON')
    .action(async (words: readonly string[], options: ModifyOptions) => {
      const { modifyRuns } = await import('../modify-runs.ts')
      end(await modifyRuns(words, options))
    })
}
