import { existsSync } from 'node:fs'
import { findConfigArguments } from '../../parameters/command-line/file-argument.ts'
import { includeAll } from '../../experiment/mixin.ts'
import { realSystem } from '../../runtime/system.ts'
import type { System } from '../../runtime/system.ts'
import { loadExperiments, planSweep } from '../../sweep/definition/plan-sweep.ts'
import type { LoadedExperiment } from '../../sweep/definition/plan-sweep.ts'
import { createSweep } from '../../sweep/running/open-sweep.ts'
import { isConfig } from '../is-config.ts'
import { isScript } from '../is-script.ts'
import { printError } from '../print-errors.ts'
import { dryRun } from './dry-run.ts'
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
  const experiments = experimentsOf(files, system.cwd())
  const found = await loadExperiments(experiments, system)
  const loaded = await withIncluded(found, rest, system)
  if (parseTokens(rest, loaded).flags['help'] !== undefined) {
    await printSweepHelp(loaded, system)
    return 0
  }
  const plan = await planSweep(readSweepRequest(rest, experiments, loaded), loaded, system)
  if (parseTokens(rest, loaded).flags['dry-run'] !== undefined) {
    dryRun(plan)
    return 0
  }
  const record = createSweep(plan, system)
  return await runSweep({ ...plan, record, now: system.now })
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
  const { runlabError } = await import('../../errors.ts')
  throw runlabError('USAGE', {
    reason: 'runlab sweep needs the file of an experiment: runlab sweep FILE --rate 1e-5..1e-1:log --trials 20',
    help: 'runlab sweep --help',
  })
}
