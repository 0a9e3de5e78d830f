import { dirname } from 'node:path'
import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { realSystem } from '../../runtime/system.ts'
import type { SweepRequest } from '../../sweep/definition/sweep-request.ts'
import { continueSweep } from '../../sweep/running/continue-sweep.ts'
import { parseTokens, readSweepRequest } from './read-sweep-request.ts'
import { runSweep } from './run-sweep.ts'

/**
 * Goes on with a sweep: with more trials, other values, more jobs, or what failed once more. `tokens`: flags of `runlab sweep`, and
 * `--retry failed`. Gives the exit code. Throws as `continueSweep`.
 */
export async function resumeSweep(folder: string, tokens: readonly string[]): Promise<number> {
  const { retriesFailed, rest } = takeRetry(tokens)
  const system = realSystem()
  const continued = await continueSweep(
    folder,
    {
      retriesFailed,
      amend: (was, loaded) => {
        const asked = readSweepRequest(rest, was.experiments, loaded)
        return merge(was, asked, new Set(Object.keys(parseTokens(rest, loaded).flags)))
      },
    },
    system,
  )
  const { record } = continued
  const archive = archiveOfSweep(record.folder, record.state.definition.namespace)
  return await runSweep({ ...continued, archive, now: system.now })
}

/** What is said replaces what was; parameters that are new are added. */
function merge(was: SweepRequest, asked: SweepRequest, flags: ReadonlySet<string>): SweepRequest {
  const named = new Map([...was.dimensions, ...asked.dimensions].map((dimension) => [dimension.name, dimension]))
  for (const name of Object.keys(asked.fixed)) named.delete(name)
  const fixed = Object.fromEntries(Object.entries({ ...was.fixed, ...asked.fixed }).filter(([name]) => !named.has(name)))
  return {
    ...was,
    dimensions: [...named.values()],
    fixed,
    objectives: asked.objectives.length > 0 ? asked.objectives : was.objectives,
    sampler: asked.sampler ?? was.sampler,
    pruner: asked.pruner ?? was.pruner,
    seeds: asked.seeds ?? was.seeds,
    trials: asked.trials ?? was.trials,
    jobs: flags.has('jobs') ? asked.jobs : was.jobs,
    time: asked.time ?? was.time,
    trialTime: asked.trialTime ?? was.trialTime,
    seed: asked.seed ?? was.seed,
    flags: asked.flags.length > 0 ? asked.flags : was.flags,
  }
}

function takeRetry(tokens: readonly string[]): { readonly retriesFailed: boolean; readonly rest: readonly string[] } {
  const at = tokens.findIndex((token) => token === '--retry' || token.startsWith('--retry='))
  const token = tokens[at]
  if (token === undefined) return { retriesFailed: false, rest: tokens }
  const value = token === '--retry' ? tokens[at + 1] : token.slice('--retry='.length)
  if (value !== 'failed')
    throw runlabError('FLAG_INVALID', {
      flag: '--retry',
      value: JSON.stringify(value ?? ''),
      expected: `failed${nearest(value ?? '', ['failed']) === null ? ', the trials that have failed' : ''}`,
    })
  return { retriesFailed: true, rest: tokens.toSpliced(at, token === '--retry' ? 2 : 1) }
}

/** The archive in which a sweep lies, wherever it was moved to. */
function archiveOfSweep(folder: string, namespace: string): string {
  return namespace.split('/').reduce((above) => dirname(above), dirname(folder))
}
