import type { Command } from 'commander'
import type { Imported } from '../../archive/zip/import-runs.ts'
import { archiveOf } from '../archive-option.ts'
import { countRuns, eachRun } from '../each-run.ts'
import { nameInArchive } from '../pick-runs.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly results?: string
  readonly json?: true
}

/** `runlab import ZIP|DIR…`: brings runs into the archive. */
export function importCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('import')
    .description('bring runs into the archive, from ZIPs or folders')
    .argument('<sources...>', 'ZIPs of runs, runs, or folders of runs')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (sources: readonly string[], options: Options) => end(await bring(sources, options)))
}

async function bring(sources: readonly string[], { results, json }: Options): Promise<number> {
  const archive = archiveOf(results)
  const { importRuns } = await import('../../archive/zip/import-runs.ts')
  const imported: Imported[] = []
  const { refused } = await eachRun(sources, 'importing', async (source) => {
    for await (const run of importRuns(source, archive)) {
      imported.push(run)
      if (json !== true) print(`${nameInArchive(run.folder, archive)}${run.wasThere ? '  was there already' : ''}\n`)
    }
  })
  const count = imported.filter(({ wasThere }) => !wasThere).length
  if (json === true) printJson(imported.map(({ folder, wasThere }) => ({ folder, was_there: wasThere })))
  else print(`${countRuns(count)} imported\n`)
  return refused > 0 ? 2 : 0
}
