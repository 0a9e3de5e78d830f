import type { Command } from 'commander'
import type { BroughtRun } from '../../archive/transfer/bring-run.ts'
import { archiveOf } from '../archive-option.ts'
import { runlabError } from '../../errors.ts'
import { countRuns, eachRun } from '../each-run.ts'
import { nameInArchive } from '../pick-runs.ts'
import { printErrors } from '../print-errors.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly from?: string
  readonly results?: string
  readonly json?: true
}

/** `runlab import ZIP|DIR…`: brings runs into the archive. */
export function importCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('import')
    .description('bring runs into the archive, from ZIPs or folders')
    .argument('<sources...>', 'ZIPs of runs, runs, or folders of runs')
    .option('--from <program>', 'pycomex: its archives, each run copied as it is, in the namespace in which it lies')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (sources: readonly string[], options: Options) => end(await bring(sources, options)))
}

async function bring(sources: readonly string[], { from, results, json }: Options): Promise<number> {
  if (from !== undefined && from !== 'pycomex')
    throw runlabError('FLAG_INVALID', { flag: '--from', value: JSON.stringify(from), expected: 'pycomex' })
  const archive = archiveOf(results)
  const { importRuns } = await import('../../archive/transfer/import-runs.ts')
  const imported: BroughtRun[] = []
  let unfit = 0
  const { refused } = await eachRun(sources, 'importing', async (source) => {
    for await (const run of importRuns(source, archive, { from })) {
      if ('error' in run) {
        printErrors([run.error])
        unfit += 1
        continue
      }
      imported.push(run)
      if (json !== true) print(`${nameInArchive(run.folder, archive)}${remarkOn(run, archive)}\n`)
    }
  })
  const count = imported.filter(({ wasThere }) => !wasThere).length
  if (json === true) printJson(imported.map(asJson))
  else print(`${countRuns(count)} imported\n`)
  return refused + unfit > 0 ? 2 : 0
}

function remarkOn({ wasThere, annotations, other }: BroughtRun, archive: string): string {
  if (other !== null) return `  is ${nameInArchive(other, archive)} with other metadata: it was modified here or there`
  if (!wasThere) return ''
  if (annotations === 0) return '  was there already'
  return `  was there already; ${annotations} ${annotations === 1 ? 'annotation' : 'annotations'} added`
}

function asJson({ folder, wasThere, annotations, other }: BroughtRun): unknown {
  return { folder, was_there: wasThere, annotations_added: annotations, other_record: other }
}
