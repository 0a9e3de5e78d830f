import type { SweepRequest } from '../../sweep/definition/sweep-request.ts'

/** What is said replaces what was; parameters that are new are added. */
export function mergeRequests(was: SweepRequest, asked: SweepRequest, flags: ReadonlySet<string>): SweepRequest {
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
    name: asked.name ?? was.name,
    namespace: asked.namespace ?? was.namespace,
    results: asked.results ?? was.results,
    flags: asked.flags.length > 0 ? asked.flags : was.flags,
  }
}
