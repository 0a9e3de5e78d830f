import type { Command } from 'commander'
import type { AnnotateOptions } from '../annotate-runs.ts'
import { WHERE_OF_NAMED } from '../query-options.ts'

/** `runlab tag RUN… TAG` and `runlab note RUN… TEXT`: what a person says of runs. */
export function annotateCommands(program: Command, end: (exitCode: number) => void): void {
  const add = (what: 'tag' | 'note', placeholder: string): Command =>
    program
      .command(what)
      .argument('<words...>', `runs (paths, names, beginnings or ends of names, or "latest"), and last the ${placeholder}`)
      .option(...WHERE_OF_NAMED)
      .option('--remove', `take the ${what} away`)
      .option('--results <dir>', 'the archive')
      .option('--json', 'what was done as JSON')
      .action(async (words: readonly string[], options: AnnotateOptions) => {
        const { annotateRuns } = await import('../annotate-runs.ts')
        end(await annotateRuns(what, words, options))
      })
  add('tag', 'tag').description('put a tag on runs, or take it away')
  add('note', 'text').description('write a note to runs, or take it away')
}
