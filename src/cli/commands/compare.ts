import type { Command } from 'commander'
import type { CompareOptions } from '../show-comparison.ts'

/** `runlab compare RUN…`: two to forty runs side by side. */
export function compareCommand(program: Command): void {
  program
    .command('compare')
    .description('put runs side by side: what differs between them')
    .argument('[runs...]', 'two to forty: paths, names, beginnings or ends of names, or "latest"')
    .option('--where <expression>', 'the runs of which it is true; of those that are named, where some are')
    .option('--all', 'also what is the same in all')
    .option('--table <name>', 'compare a tracked table, or a .csv or .jsonl artifact, item by item')
    .option('--key <column>', 'the column that says which item a row is; id when left out')
    .option('--column <name>', 'the column that is compared; all that the runs share when left out')
    .option('--results <dir>', 'the archive')
    .option('--json', 'everything as JSON')
    .option('--csv', 'a line a run, of a table a line an item, comma-separated')
    .option('--markdown', 'the same as a table in Markdown')
    .option('--latex', 'the same as a table in LaTeX')
    .action(async (wanted: readonly string[], options: CompareOptions) => {
      const { showComparison } = await import('../show-comparison.ts')
      await showComparison(wanted, options)
    })
}
