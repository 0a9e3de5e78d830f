import type { Command } from 'commander'
import type { QueryOptions } from '../sql/query-runs.ts'

/** `runlab query "SELECT …"`: SQL over the archive, by the project's DuckDB. */
export function queryCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('query')
    .description('ask the runs of the archive by SQL')
    .argument('<sql>', 'one SELECT; DESCRIBE and SUMMARIZE are that too')
    .option('--where <expression>', 'only runs of which it is true')
    .option('--results <dir>', 'the archive')
    .option('-n, --limit <count>', 'rows to show; all with 0, and 100 where people read')
    .option('--json', 'an object a row, as JSON')
    .option('--csv', 'comma-separated')
    .option('--markdown', 'a table in Markdown')
    .action(async (sql: string, options: QueryOptions) => {
      const { queryRuns } = await import('../sql/query-runs.ts')
      end(await queryRuns(sql, options))
    })
}
