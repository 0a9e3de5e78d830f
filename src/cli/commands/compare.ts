import type { Command } from 'commander'
import { QUERY_OPTIONS, queryOptions } from '../query-options.ts'
import type { CompareOptions } from '../show-comparison.ts'

/** `runlab compare RUN…`: two to forty runs side by side. */
export function compareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('put runs side by side: what differs between them')
    .argument('[runs...]', 'two to forty: paths, names, beginnings or ends of names, or "latest"')
    .option('--all', 'also what is the same in all')
    .option('--table <name>', 'compare a tracked table, or a .csv or .jsonl artifact, item by item')
    .option('--key <column>', 'the column that says which item a row is; id when left out')
  queryOptions(command, QUERY_OPTIONS).action(async (wanted: readonly string[], options: CompareOptions) => {
    const { showComparison } = await import('../show-comparison.ts')
    await showComparison(wanted, options)
  })
}
