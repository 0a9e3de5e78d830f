import type { Command } from 'commander'
import type { OverviewOptions } from '../overview.ts'
import type { OpenOptions } from '../open-report.ts'
import type { TailOptions } from '../tail-log.ts'

/** `runlab tail`, `open` and `overview`: a run's log, its report, and an archive at a glance. */
export function lookCommands(program: Command): void {
  program
    .command('tail')
    .description('show the end of a log, and follow it')
    .argument('<run>', 'a path, a name, the beginning or end of a name, or "latest"')
    .option('-n, --lines <count>', 'how many lines; 10 when left out, all with 0')
    .option('-f, --follow', 'go on with what is added, until the run has ended')
    .option('--results <dir>', 'the archive')
    .action(async (wanted: string, options: TailOptions) => await (await import('../tail-log.ts')).tailLog(wanted, options))
  program
    .command('open')
    .description('open the report of a run')
    .argument('[run]', 'a path, a name, the beginning or end of a name; the newest when left out', 'latest')
    .option('--print', 'print its path, and open nothing')
    .option('--results <dir>', 'the archive')
    .action(async (wanted: string, options: OpenOptions) => await (await import('../open-report.ts')).openReport(wanted, options))
  program
    .command('overview')
    .description('tell an archive at a glance: statuses, errors, disk used')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--results <dir>', 'the archive')
    .option('--json', 'everything as JSON')
    .action(async (wanted: string | undefined, options: OverviewOptions) => {
      const { overview } = await import('../overview.ts')
      overview(wanted, options)
    })
}
