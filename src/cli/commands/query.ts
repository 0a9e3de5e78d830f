import type { Command } from 'commander'
import { QUERY_OPTIONS, queryOptions } from '../query-options.ts'
import type { QueryOptions } from '../query-options.ts'

/** `runlab query "SELECT …"`: SQL over the archive, by the project's DuckDB. */
export function queryCommand(program: Command, end: (exitCode: number) => void): void {
  const command = program
    .command('query')
    .description('ask the runs of the archive by SQL')
    .argument('<sql>', 'one SELECT; DESCRIBE and SUMMARIZE are that too')
  const shared = QUERY_OPTIONS.filter((name) => name !== 'sort' && name !== 'columns') // SQL has its own
  queryOptions(command, shared).action(async (sql: string, options: QueryOptions) => {
    const { queryRuns } = await import('../sql/query-runs.ts')
    end(await queryRuns(sql, options))
  })
}
