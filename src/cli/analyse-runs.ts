import { resolve } from 'node:path'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { findRun } from '../archive/listing/find-run.ts'
import { RunlabError } from '../errors.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { writeReport } from '../report/write-report.ts'
import type { AnalysedOutcome } from '../runtime/analyses/analyse-run.ts'
import { archiveOf } from './archive-option.ts'
import { countRuns, eachRun } from './each-run.ts'
import { isScript } from './is-script.ts'
import { nameInArchive, pickRuns } from './pick-runs.ts'
import { printErrors } from './print-errors.ts'
import { print, printJson } from './print.ts'

export interface AnalyseOptions {
  readonly where?: string
  readonly currentCode?: true
  readonly results?: string
  readonly json?: true
}

/** Calls analyses on runs, one after the other. Gives the exit code: 1 where one failed, 2 where a run was refused. */
export async function analyseRuns(
  words: readonly string[],
  { where, currentCode, results, json }: AnalyseOptions,
): Promise<number> {
  const script = scriptOf(words)
  if (script !== null) return await runScript(script)
  const archive = archiveOf(results)
  const { wanted, name } = await splitWords(words, { archive, where })
  const runs = await pickRuns({ wanted, where, archive, command: 'analyse' })
  const [{ installLoader }, { analyseFinishedRun }, { realSystem }, { withOutputOnStderr }] = await Promise.all([
    import('../runtime/loading/install-loader.ts'),
    import('../runtime/analyses/analyse-run.ts'),
    import('../runtime/system.ts'),
    import('../runtime/globals.ts'),
  ])
  await installLoader()
  const system = realSystem()
  const handle = async (run: ArchivedRun): Promise<AnalysedOutcome> => {
    const outcome = await analyseFinishedRun(run, {
      name,
      code: currentCode === true ? 'current' : 'archived',
      system,
      write: (stream, text) => void (stream === 'out' ? process.stdout : process.stderr).write(text),
    })
    if (outcome.added.length > 0) await writeReport(run.folder)
    printErrors(outcome.failed)
    if (json !== true) print(sayOutcome(outcome, archive))
    return outcome
  }
  const doAll = async (): Promise<Awaited<ReturnType<typeof eachRun<ArchivedRun, AnalysedOutcome>>>> =>
    await eachRun(runs, 'analysing', handle)
  const done = json === true ? await withOutputOnStderr(doAll) : await doAll()
  if (json === true) printJson(done.results.map(asJson))
  else if (runs.length > 1) print(`${countRuns(done.results.length)} analysed\n`)
  return done.refused > 0 ? 2 : done.results.some(({ failed }) => failed.length > 0) ? 1 : 0
}

/** A script that is named itself, and nothing else, is what is meant: the `analysis.ts` of a run, one of `runlab new analysis`. */
function scriptOf([word, ...others]: readonly string[]): string | null {
  if (word === undefined || others.length > 0 || !isScript(word)) return null
  return statIfThere(resolve(word))?.isFile() === true ? resolve(word) : null
}

/** Executes a script as `node --import runlab/register` does, also where no runlab is installed. */
async function runScript(file: string): Promise<number> {
  const [{ packageFile }, { spawn }] = await Promise.all([
    import('../runtime/loading/package-files.ts'),
    import('node:child_process'),
  ])
  const child = spawn(process.execPath, ['--import', packageFile('register'), file], { stdio: 'inherit' })
  return await new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('close', (code) => settle(code ?? 1))
  })
}

/** The last word is an analysis where it is no run, and runs are given otherwise. */
async function splitWords(
  words: readonly string[],
  { archive, where }: { readonly archive: string; readonly where: string | undefined },
): Promise<{ readonly wanted: readonly string[]; readonly name: string | undefined }> {
  const last = words.at(-1)
  if (last === undefined || (words.length === 1 && where === undefined)) return { wanted: words, name: undefined }
  try {
    await findRun(last, archive)
    return { wanted: words, name: undefined }
  } catch (error) {
    if (!(error instanceof RunlabError) || error.code !== 'RUN_NOT_FOUND') throw error
    return { wanted: words.slice(0, -1), name: last }
  }
}

function sayOutcome({ folder, added, failed }: AnalysedOutcome, archive: string): string {
  if (added.length + failed.length === 0) return `${nameInArchive(folder, archive)}: its experiment declares no analyses\n`
  const lines = added.map(({ name, values, files, plots }) => {
    const made = [...values, ...files, ...plots]
    return `  ${name}: ${made.length === 0 ? 'added nothing' : made.join(', ')}\n`
  })
  return `${nameInArchive(folder, archive)}\n${lines.join('')}`
}

function asJson({ folder, added, failed }: AnalysedOutcome): unknown {
  return { folder, added, failed: failed.map(({ code, message }) => ({ code, error: message })) }
}
