import type { Command } from 'commander'
import { findRun } from '../../archive/find-run.ts'
import { archiveOf } from '../archive-option.ts'
import { readContext } from '../context-option.ts'
import { printEach } from '../print.ts'

interface Options {
  readonly context?: string
  readonly kind?: string
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
    .option('--results <dir>', 'the archive')
    .option('--csv', 'comma-separated, as it is without any flag')
    .option('--json', 'an object a line')
    .option('--parquet <file>', 'write them as a Parquet file, as runlab export does')
    .action(async (wanted: string, name: string, options: Options) => {
      const { tableFormatOf } = await import('../table-format.ts')
      const format = tableFormatOf(options)
      const { kind } = options
      const context = options.context === undefined ? undefined : readContext(options.context)
      const run = await findRun(wanted, archiveOf(options.results))
      if (options.parquet !== undefined) {
        const { writeParquet } = await import('../write-parquet.ts')
        return await writeParquet(options.parquet, { run, series: run.series(name, { context, kind }), format })
      }
      const { pointLines } = await import('../point-lines.ts')
      await printEach(pointLines(run.series(name, { context, kind }), format === 'json' ? 'json' : 'csv'))
    })
}
