import { execFile } from 'node:child_process'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { seedOfConfig } from '../launch/seed-of-config.ts'
import { limitConcurrency } from '../internal/limit-concurrency.ts'
import { nearest } from '../internal/nearest.ts'
import { findConfigArguments } from '../parameters/command-line/file-argument.ts'
import { colorsFor } from '../render/colors.ts'
import { durationText } from '../render/duration-text.ts'
import { RUN_FLAGS } from '../runtime/command-line/run-flags.ts'
import { INTERRUPTED } from './config-outcome.ts'
import type { ConfigOutcome } from './config-outcome.ts'
import { isConfig } from './is-config.ts'
import { printErrors } from './print-errors.ts'
import { terminalText } from '../render/terminal-text.ts'
import { unarchivedLine } from './run-lines.ts'
import { dryRunArguments, runSupervised } from './run-supervised.ts'
import { plainTable } from './table.ts'
import { wantsLines, writeLine } from './write-line.ts'

/**
 * Runs configs one after the other, or several at a time, each in a process of its own; of several, all are looked at before the first starts, and
 * a summary comes last. Gives the first exit code that is not 0.
 */
export async function runConfigs(tokens: readonly string[]): Promise<number> {
  const { files, rest } = findConfigArguments(tokens, RUN_FLAGS, isConfig)
  const tells = wantsLines(rest)
  const refuseAll = (): number => {
    if (tells) for (const file of files) writeLine(unarchivedLine(file, 'refused', 2))
    return 2
  }
  const missing = files.flatMap((file) => refuseMissing(file))
  if (missing.length > 0) {
    printErrors(missing)
    return refuseAll()
  }
  const jobs = jobsOf(rest)
  if (typeof jobs === 'object') {
    printErrors([jobs])
    return refuseAll()
  }
  const keepsGoing = rest.includes('--keep-going')
  const isOnlyAsked = rest.some((token) => /^(?:--help|-h|--dry-run)$/.test(token))
  const wrong = files.length > 1 && !isOnlyAsked ? await findWrong(files, rest) : new Set<string>()
  if (wrong.size > 0 && !keepsGoing) {
    process.stderr.write('Nothing was run. With --keep-going the others are.\n')
    return refuseAll()
  }
  const batch = { rest, wrong, keepsGoing, tells, isBatch: files.length > 1 }
  const outcomes =
    jobs > 1 && files.length > 1 && !isOnlyAsked ? await runBeside(files, jobs, batch) : await runInTurn(files, batch)
  if (files.length > 1 && !rest.includes('--dry-run'))
    (tells ? process.stderr : process.stdout).write(terminalText(summaryOf(outcomes)))
  return outcomes.find(({ code }) => code !== 0)?.code ?? 0
}

interface Batch {
  readonly rest: readonly string[]
  readonly wrong: ReadonlySet<string>
  readonly keepsGoing: boolean
  /** There are several. */
  readonly isBatch: boolean
  /** A program is told of them in lines of JSON. */
  readonly tells: boolean
}

async function runInTurn(files: readonly string[], batch: Batch): Promise<readonly ConfigOutcome[]> {
  const outcomes: ConfigOutcome[] = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const config of files) outcomes.push(await runNext(config, outcomes, batch))
  return outcomes
}

async function runBeside(files: readonly string[], jobs: number, batch: Batch): Promise<readonly ConfigOutcome[]> {
  const { runJobs } = await import('./jobs/run-jobs.ts')
  return await runJobs(files, { ...batch, jobs })
}

/** How many configs are run at a time; 1 where nothing is said. */
function jobsOf(rest: readonly string[]): number | Problem {
  const at = rest.findLastIndex((token) => token === '--jobs' || token.startsWith('--jobs='))
  const value = at < 0 ? '1' : rest[at] === '--jobs' ? (rest[at + 1] ?? '') : (rest[at]?.slice('--jobs='.length) ?? '')
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value)
  return problem('FLAG_INVALID', { flag: '--jobs', value, expected: 'a whole number, 1 to 9999' })
}

async function runNext(
  config: string,
  before: readonly ConfigOutcome[],
  { rest, wrong, keepsGoing, isBatch, tells }: Batch,
): Promise<ConfigOutcome> {
  const nothing = { config, folder: null, duration: 0 }
  const hasFailed = before.some(({ code }) => code !== 0)
  const isOver = before.some(({ outcome }) => outcome === 'interrupted') || (hasFailed && !keepsGoing)
  if (isOver || wrong.has(config)) {
    const [outcome, code] = isOver ? (['not run', 0] as const) : (['refused', 2] as const)
    if (tells) writeLine(unarchivedLine(config, outcome, code))
    return { ...nothing, outcome, code }
  }
  const file = realpathSync(resolve(config))
  const stream = tells ? process.stderr : process.stdout
  if (isBatch) stream.write(terminalText(headingOf([config], stream)))
  const start = performance.now()
  const { code, folder, isScratch, isInterrupted } = await runSupervised({
    file,
    name: null,
    seed: await seedOfConfig(file, process.env),
    tokens: rest,
    tells: tells ? config : null,
  })
  const outcome = isInterrupted ? 'interrupted' : code === 0 ? 'done' : folder === null && !isScratch ? 'refused' : 'failed'
  // Where a signal comes too late for the run, the others are not run all the same.
  return { config, outcome, code: isInterrupted ? code || INTERRUPTED : code, folder, duration: performance.now() - start }
}

/** How many configs are checked at a time, at most: each takes a processor, and a login node has other users. */
const MOST_CHECKS = 4

/** The configs that would not run; why is printed. In processes of their own: that loads their code. */
async function findWrong(files: readonly string[], rest: readonly string[]): Promise<ReadonlySet<string>> {
  const wrong = new Map<string, string[]>()
  const inTurn = limitConcurrency(Math.min(MOST_CHECKS, availableParallelism()))
  const checked = [...new Set(files)].map(
    async (file) => [file, await inTurn(async () => await whatIsWrong(file, rest))] as const,
  )
  for (const [file, said] of await Promise.all(checked)) if (said !== null) wrong.set(said, [...(wrong.get(said) ?? []), file])
  // What is wrong with several, a flag or what they extend, is said once.
  for (const [said, those] of wrong) process.stderr.write(`${headingOf(those, process.stderr)}${said}`)
  return new Set([...wrong.values()].flat())
}

/** What a run would say that is refused; null where it would not be. */
async function whatIsWrong(file: string, rest: readonly string[]): Promise<string | null> {
  const args = dryRunArguments(realpathSync(resolve(file)), rest).filter((argument) => !argument.startsWith('--inspect'))
  return await new Promise((settle) => {
    execFile(process.execPath, args, { maxBuffer: 64 << 20 }, (error, _, stderr) => {
      const ending = error?.signal ? `The process was ended by ${error.signal} before a run began.\n` : ''
      settle(error === null ? null : `${stderr}${ending}`)
    })
  })
}

function refuseMissing(file: string): readonly Problem[] {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return []
  const folder = dirname(file)
  const near =
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? nearest(basename(file), configsIn(folder)) : null
  return [problem('FILE_NOT_FOUND', { file, suggestion: near === null ? null : join(folder, near) })]
}

function configsIn(folder: string): string[] {
  return readdirSync(folder).filter(isConfig)
}

/** Tells what stands below it from what stands above. */
function headingOf(configs: readonly string[], stream: NodeJS.WriteStream): string {
  return `${colorsFor(stream, process.env).bold(`── ${configs.join(', ')}`)}\n`
}

function summaryOf(outcomes: readonly ConfigOutcome[]): string {
  const colors = colorsFor(process.stdout, process.env)
  const rows = outcomes.map(({ config, outcome, code, folder, duration }) => [
    outcome === 'failed' || outcome === 'refused' ? `${outcome} (${code})` : outcome,
    config,
    folder === null ? '' : durationText(duration),
    folder === null ? '' : basename(folder),
  ])
  const count = outcomes.filter(({ outcome }) => outcome === 'done').length
  const title = `${count} of ${outcomes.length} done`
  const paint = count === outcomes.length ? colors.green : colors.red
  return `\n${paint(colors.bold(title))}\n${plainTable(rows, process.stdout.columns || 100)}`
}
