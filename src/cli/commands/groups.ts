import type { Command } from 'commander'
import { QUERY_OPTIONS, queryOptions } from '../query-options.ts'
import type { GroupsOptions } from '../show-groups.ts'

/** `runlab groups`: runs that are equal but for the seed, with mean, spread and interval of their results. */
export function groupsCommand(program: Command): void {
  const command = program
    .command('groups')
    .summary('summarise runs that are equal but for the seed')
    .description('runs that are equal but for the seed: mean, spread, interval')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--by <expressions>', 'what makes a group; all parameters but the seed when left out')
    .option('--value <expressions>', 'what to summarise; all results when left out')
    .option(
      '--best [direction]',
      'mark the best, and what a test cannot tell from it: max, min, or loss=min,acc=max; alone, as results declare',
    )
  const shared = QUERY_OPTIONS.filter((name) => name !== 'columns') // those of a group are --by and --value
  queryOptions(command, shared).action(async (namespace: string | undefined, options: GroupsOptions) => {
    const { showGroups } = await import('../show-groups.ts')
    await showGroups(namespace, options)
  })
}
