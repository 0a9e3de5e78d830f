import { existsSync } from 'node:fs'
import { findConfigArguments } from '../../parameters/command-line/file-argument.ts'
import { includeAll } from '../../experiment/mixin.ts'
import { runlabError } from '../../errors.ts'
import { realSystem } from '../../runtime/system.ts'
import type { System } from '../../runtime/system.ts'
import { loadSweepFile } from '../../sweep/definition/load-sweep-file.ts'
import { loadExperiments } from '../../sweep/definition/load-experiments.ts'
import { planSweep } from '../../sweep/definition/plan-sweep.ts'
import type { LoadedExperiment } from '../../sweep/definition/load-experiments.ts'
import type { SweepRequest } from '../../sweep/definition/sweep-request.ts'
import { createSweep } from '../../sweep/running/open-sweep.ts'
import { isConfig } from '../is-config.ts'
import { isScript } from '../is-script.ts'
import { printError } from '../print-errors.ts'
import { dryRun } from './dry-run.ts'
import { mergeRequests } from './merge-requests.ts'
import { experimentsOf, parseTokens, readSweepRequest } from './read-sweep-request.ts'
import { runSweep } from './run-sweep.ts'
import { bestOfSweep } from './sweep-best.ts'
import { printSweepHelp } from './sweep-help.ts'
import { SWEEP_FLAGS } from './sweep-flags.ts'

/** `runlab sweep FILE… [--parameter values …]`, and `runlab sweep best SWEEP`. Gives the exit code; errors are printed. */
export async function sweepCommand(tokens: readonly string[]): Promise<number> {
  try {
    if (tokens[0] === 'best') return await bestOfSweep(tokens.slice(1))
    return await sweep(tokens, realSystem())
  } catch (error) {
    printError(error)
    return 2
  }
}

async function sweep(tokens: readonly string[], system: System): Promise<number> {
  const { files, rest } = findConfigArguments(tokens, SWEEP_FLAGS, isExperimentFile)
  if (files.length === 0) return await explainNoFile(tokens)
  const declared = await declaredSweep(files, system)
  const experiments = declared?.experiments ?? experimentsOf(files, system.cwd())
  const found = await loadExperiments(experiments, system)
  const loaded = await withIncluded(found, rest, system)
  if (parseTokens(rest, loaded).flags['help'] !== undefined) {
    await printSweepHelp(loaded, system)
    return 0
  }
  const asked = readSweepRequest(rest, experiments, loaded)
  const flags = new Set(Object.keys(parseTokens(rest, loaded).flags))
  const plan = await planSweep(declared === null ? asked : mergeRequests(declared, asked, flags), loaded, system)
  if (parseTokens(rest, loaded).flags['dry-run'] !== undefined) {
    dryRun(plan)
    return 0
  }
  const record = createSweep(plan, system)
  return await runSweep({ ...plan, record, now: system.now })
}

/** The sweep that the file defines, if it does. Throws SWEEP_INVALID, USAGE. */
async function declaredSweep(files: readonly string[], system: System): Promise<SweepRequest | null> {
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- the first one that is a sweep
    const declared = await loadSweepFile(file, system)
    if (declared === null) continue
    if (files.length === 1) return declared
    const reason = `${file} is a sweep of its own, and other files stand beside it: name its experiments in it`
    throw runlabError('USAGE', { reason, help: 'runlab sweep --help' })
  }
  return null
}

/** Mixins bring parameters, which may be varied as well. */
async function withIncluded(
  loaded: readonly LoadedExperiment[],
  tokens: readonly string[],
  system: System,
): Promise<readonly LoadedExperiment[]> {
  const { include = [] } = parseTokens(tokens, loaded).repeated
  if (include.length === 0) return loaded
  const { loadMixins } = await import('../../runtime/loading/load-mixins.ts')
  const mixins = await loadMixins(include, system.cwd())
  return loaded.map((one) => ({ ...one, specification: includeAll(one.specification, mixins) }))
}

/** A file that is there, or a name that looks like one and stands alone: then loading says what is wrong. */
function isExperimentFile(token: string): boolean {
  const path = /^(.*\.[cm]?[jt]sx?)#[^#]+$/.exec(token)?.[1] ?? token
  return (isScript(path) || isConfig(path)) && (existsSync(path) || !token.includes(','))
}

async function explainNoFile(tokens: readonly string[]): Promise<number> {
  if (tokens.some((token) => token === '--help' || token === '-h')) {
    const { runProgram } = await import('../program.ts')
    return await runProgram(['sweep', '--help'])
  }
  throw runlabError('USAGE', {
    reason: 'runlab sweep needs the file of an experiment: runlab sweep FILE --rate 1e-5..1e-1:log --trials 20',
    help: 'runlab sweep --help',
  })
}
