import type { Command } from 'commander'
import { runlabError } from '../../errors.ts'
import type { NewAnalysisOptions } from '../new-analysis.ts'
import { queryOptions } from '../query-options.ts'

/** `runlab new analysis`: writes a script over many runs to begin with. */
export function newCommand(program: Command): void {
  const command = program
    .command('new')
    .summary('write an analysis over many runs, to begin with')
    .description('write an analysis over many runs into analysis/: load, tabulate, plot, group, LaTeX; never replaces a file')
    .argument('<what>', 'analysis')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--name <name>', 'of the file; that of the experiment when left out')
    .option('--notebook', 'a Jupyter notebook for the kernel of Deno, in place of a script')
  queryOptions(command, ['where', 'results']).action(
    async (what: string, namespace: string | undefined, options: NewAnalysisOptions) => {
      if (what !== 'analysis') {
        const reason = `${JSON.stringify(what)} cannot be made, but an analysis can`
        throw runlabError('USAGE', { reason, help: 'runlab new --help' })
      }
      const { newAnalysis } = await import('../new-analysis.ts')
      await newAnalysis(namespace, options)
    },
  )
}
