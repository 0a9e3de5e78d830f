import type { Command } from 'commander'
import { runlabError } from '../../errors.ts'
import { colorsFor } from '../../render/colors.ts'
import { archiveOf } from '../archive-option.ts'
import { findRun } from '../../archive/listing/find-run.ts'
import { queryOptions } from '../query-options.ts'
import type { QueryOptions } from '../query-options.ts'
import { tableFormatOf } from '../table-format.ts'
import { print, printJson } from '../print.ts'

interface Options extends QueryOptions {
  readonly all?: true
  /** False with `--no-code`. */
  readonly code: boolean
  readonly table?: string
  readonly key?: string
}

/** `runlab diff A B`: how the second run differs from the first. */
export function diffCommand(program: Command): void {
  const command = program
    .command('diff')
    .summary('compare two runs: parameters, code, packages, values, series')
    .description('compare two runs: parameters, hooks, code, environment, packages, values, series')
    .argument('<a>', 'a path, a name, the beginning or end of a name, or "latest"')
    .argument('<b>', 'the run that is compared with it')
    .option('--all', 'also what is the same in both')
    .option('--no-code', 'leave out the captured files')
    .option('--table <name>', 'compare a tracked table, or a .csv or .jsonl artifact, item by item')
    .option('--key <column>', 'the column that says which item a row is; id when left out')
  queryOptions(command, ['results', 'json', 'csv', 'markdown', 'latex']).action(
    async (a: string, b: string, options: Options) => await diff(a, b, options),
  )
}

/** What has no meaning for the items of a table. Throws FLAGS_CONFLICT. */
function refuseFlags(flags: Readonly<Record<string, boolean>>): void {
  const used = Object.keys(flags).find((flag) => flags[flag] === true)
  const reason = 'Of a table the items that differ are shown, and nothing else'
  if (used !== undefined) throw runlabError('FLAGS_CONFLICT', { one: '--table', other: used, reason })
}

async function diff(a: string, b: string, { results, code, table, key, ...options }: Options): Promise<void> {
  const format = tableFormatOf(options)
  if (table !== undefined) {
    refuseFlags({ '--all': options.all === true, '--no-code': !code })
    const { diffItems } = await import('../diff/diff-items.ts')
    const runs = [await findRun(a, archiveOf(results)), await findRun(b, archiveOf(results))] as const
    return await diffItems(...runs, { table, key: key ?? 'id', format })
  }
  if (key !== undefined)
    throw runlabError('FLAG_INVALID', { flag: '--key', value: JSON.stringify(key), expected: '--table with it' })
  if (format !== null && format !== 'json')
    throw runlabError('FLAG_INVALID', { flag: `--${format}`, value: 'alone', expected: '--table with it; --json has all of it' })
  // Other commands do without it.
  const [{ diffRuns }, { readCode }, { diffText }] = await Promise.all([
    import('../../analysis/compare/diff-runs.ts'),
    import('../../archive/documents/read-code.ts'),
    import('../diff/diff-text.ts'),
  ])
  const archive = archiveOf(results)
  const all = options.all === true
  const compared = await diffRuns(await findRun(a, archive), await findRun(b, archive), {
    all,
    code,
    readerOf:
      ({ folder, snapshot }) =>
      (path, largest) =>
        readCode({ folder, within: snapshot?.folder, path, largest }),
  })
  if (format === 'json') {
    printJson(compared)
    return
  }
  const style = { width: process.stdout.columns || 100, colors: colorsFor(process.stdout, process.env) }
  print(diffText(compared, { ...style, all }))
}
