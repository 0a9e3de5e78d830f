import type { Command } from 'commander'
import { isPacked } from '../../archive/zip/zip-name.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { archiveOf } from '../archive-option.ts'
import { countRuns, eachRun } from '../each-run.ts'
import { nameInArchive, pickRuns } from '../pick-runs.ts'
import { print, printJson } from '../print.ts'
import { WHERE_OF_NAMED } from '../query-options.ts'

interface Options {
  readonly where?: string
  readonly keep?: true
  readonly results?: string
  readonly json?: true
}

/** `runlab compress RUN…`: a ZIP in place of a run's folder. */
export function compressCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('compress')
    .description('pack runs into a ZIP each, in their place')
    .argument('[runs...]', 'paths, names, beginnings or ends of names, or "latest"')
    .option(...WHERE_OF_NAMED)
    .option('--keep', 'keep the folders')
    .option('--results <dir>', 'the archive')
    .option('--json', 'what was done as JSON')
    .action(async (wanted: readonly string[], options: Options) => end(await compress(wanted, options)))
}

async function compress(wanted: readonly string[], { where, keep, results, json }: Options): Promise<number> {
  const archive = archiveOf(results)
  const runs = await pickRuns({ wanted, where, archive, command: 'compress' })
  const { packRun } = await import('../../archive/transfer/pack-run.ts')
  const folders = runs.filter(({ folder }) => !isPacked(folder))
  const handled = await eachRun(folders, 'packing', async (run) => {
    const packed = await packRun(run, { keep: keep === true })
    if (json !== true) print(`${nameInArchive(packed.zip, archive)}  ${bytesText(packed.before)} → ${bytesText(packed.after)}\n`)
    return packed
  })
  if (json === true) printJson(handled.results)
  else {
    const already = runs.length - folders.length
    print(`${countRuns(handled.results.length)} packed${already === 0 ? '' : `; ${already} already were`}\n`)
  }
  return handled.refused > 0 ? 2 : 0
}
