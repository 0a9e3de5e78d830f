import type { Command } from 'commander'
import { findRun } from '../../archive/listing/find-run.ts'
import { runlabError } from '../../errors.ts'
import { archiveOf } from '../archive-option.ts'
import { readContext } from '../context-option.ts'
import { openSeries } from '../flag-words.ts'
import { readLimit } from '../read-limit.ts'
import { printEach } from '../print.ts'

interface Options {
  readonly context?: string
  readonly kind?: string
  readonly limit?: string
  readonly results?: string
  readonly csv?: true
  readonly json?: true
  readonly parquet?: string
}

/** `runlab points RUN SERIES`: every point of a series, for other programs. */
export function pointsCommand(program: Command): void {
  program
    .command('points')
    .description('print every point of a series, a line each')
    .argument('<run>', 'a path, a name, the beginning or end of a name, or "latest"')
    .argument('<series>', 'what was tracked')
    .option('--context <values>', 'of a name with several, e.g. split=val; none for the one without')
    .option('--kind <kind>', 'of a name that has several kinds: number, text, …')
    .option('-n, --limit <count>', 'how many at most; all with 0')
    .option('--results <dir>', 'the archive')
    .option('--csv', 'comma-separated, as it is without any flag')
    .option('--json', 'an object a line')
    .option('--parquet <file>', 'write them as a Parquet file, as runlab export does')
    .action(async (wanted: string, name: string, options: Options) => {
      const { tableFormatOf } = await import('../table-format.ts')
      const format = tableFormatOf(options)
      const { kind } = options
      const context = options.context === undefined ? undefined : readContext(options.context)
      const limit = options.limit === undefined ? Infinity : readLimit(options.limit)
      const run = await findRun(wanted, archiveOf(options.results))
      const series = openSeries(run.tracked, name, () => run.series(name, { context, kind }))
      if (options.parquet !== undefined) {
        if (options.limit !== undefined)
          throw runlabError('FLAGS_CONFLICT', { one: '--parquet', other: '--limit', reason: 'A Parquet file has all points' })
        const { writeParquet } = await import('../write-parquet.ts')
        return await writeParquet(options.parquet, { run, series, format })
      }
      const { pointLines } = await import('../point-lines.ts')
      await printEach(pointLines(series, { format: format === 'json' ? 'json' : 'csv', limit }))
    })
}
