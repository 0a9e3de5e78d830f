import type { Command } from 'commander'
import type { DeleteOptions } from '../delete-runs.ts'
import type { RestoreOptions } from '../restore-runs.ts'
import { WHERE_OF_NAMED } from '../query-options.ts'

/** `runlab delete`, `restore` and `purge`: runs to the trash of the archive, back from it, and away for good. */
export function trashCommands(program: Command, end: (exitCode: number) => void): void {
  program
    .command('delete')
    .description('move runs to the trash')
    .argument('[runs...]', 'paths, names, beginnings or ends of names, or "latest"')
    .option(...WHERE_OF_NAMED)
    .option('--yes', 'without being asked')
    .option('--force', 'also what is running')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: DeleteOptions) => {
      const { deleteRuns } = await import('../delete-runs.ts')
      end(await deleteRuns(wanted, options))
    })
  program
    .command('restore')
    .description('bring runs back from the trash, or list it')
    .argument('[runs...]', 'names, beginnings or ends of names, or "latest" for the last one that was deleted')
    .option('--all', 'everything in the trash')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: RestoreOptions) => {
      const { restoreRuns } = await import('../restore-runs.ts')
      end(await restoreRuns(wanted, options))
    })
  program
    .command('purge')
    .description('remove what is in the trash for good')
    .argument('[runs...]', 'names, beginnings or ends of names; everything when left out')
    .option('--yes', 'without being asked')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: DeleteOptions) => {
      const { purgeRuns } = await import('../restore-runs.ts')
      end(await purgeRuns(wanted, options))
    })
}
