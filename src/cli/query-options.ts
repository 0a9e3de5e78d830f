import type { Command } from 'commander'
import { splitExpressions } from '../query/split-expressions.ts'
import type { Selection } from '../query/select.ts'
import { readLimit } from './read-limit.ts'

/** What the options say that commands share which ask the runs of an archive. */
export interface QueryOptions {
  readonly where?: string
  readonly sort?: string
  readonly columns?: string
  readonly limit?: string
  readonly results?: string
  readonly json?: true
  readonly csv?: true
  readonly markdown?: true
  readonly latex?: true
}

const OPTIONS = {
  where: ['--where <expression>', 'only runs of which it is true'],
  sort: ['--sort <expressions>', 'by what; with - before it, the largest first'],
  columns: ['--columns <expressions>', "what to show; 'NAME=expression' names a column"],
  limit: ['-n, --limit <count>', 'how many at most; all with 0'],
  results: ['--results <dir>', 'the archive'],
  json: ['--json', 'as JSON'],
  csv: ['--csv', 'as comma-separated values'],
  markdown: ['--markdown', 'as a table in Markdown'],
  latex: ['--latex', 'as a table in LaTeX, for the package booktabs'],
} as const satisfies Readonly<Record<keyof QueryOptions, readonly [flags: string, text: string]>>

/** All of them, for commands that show a table of runs. */
export const QUERY_OPTIONS = Object.keys(OPTIONS) as readonly (keyof QueryOptions)[]

/** Of a command that takes names of runs. */
export const WHERE_OF_NAMED = [
  '--where <expression>',
  'the runs of which it is true; of those that are named, where some are',
] as const

/** Declares those of the shared options that a command takes. */
export function queryOptions(command: Command, names: readonly (keyof QueryOptions)[]): Command {
  const takesRuns = command.registeredArguments.some(({ variadic }) => variadic)
  return names.reduce((declared, name) => {
    const [flags, text] = name === 'where' && takesRuns ? WHERE_OF_NAMED : OPTIONS[name]
    return declared.option(flags, text)
  }, command)
}

/** Which runs are asked for, and in which order. Throws FLAG_INVALID. */
export function selectionOf({ where, sort, limit }: QueryOptions): Selection {
  return {
    where,
    sort: sort === undefined ? undefined : splitExpressions(sort),
    limit: limit === undefined ? undefined : readLimit(limit),
  }
}
