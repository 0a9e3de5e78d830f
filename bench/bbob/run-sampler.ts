/** Searches BBOB problems with samplers, and says how near they come. */
import { createSampler } from '../../src/sweep/samplers/create-sampler.ts'
import type { SamplerChoice } from '../../src/sweep/samplers/create-sampler.ts'
import type { Trial } from '../../src/sweep/samplers/trial.ts'
import { defineSpace } from '../../src/sweep/space/define-space.ts'
import { range } from '../../src/sweep/space/dimension.ts'
import { createProblem } from './problem.ts'

export interface Task {
  readonly dimension: number
  readonly instances: readonly number[]
  readonly trials: number
}

export interface Searched {
  /** Of each function and instance, functions first: how far the best value was from the optimum. */
  readonly gaps: readonly number[]
  readonly seconds: number
}

export function searchAll(sampler: SamplerChoice, { dimension, instances, trials }: Task): Searched {
  const started = process.cpuUsage()
  const gaps = Array.from({ length: 24 }, (_, i) => i + 1).flatMap((id) =>
    instances.map((instance) => search(sampler, { id, dimension, instance }, trials)),
  )
  const { user, system } = process.cpuUsage(started)
  return { gaps, seconds: (user + system) / 1e6 }
}

function search(choice: SamplerChoice, name: { id: number; dimension: number; instance: number }, trials: number): number {
  const problem = createProblem(name)
  const names = Array.from({ length: name.dimension }, (_, i) => `x${i}`)
  const space = defineSpace(Object.fromEntries(names.map((key) => [key, range(-5, 5)])))
  const sampler = createSampler(space, { ...choice, seed: name.instance })
  const known: Trial[] = []
  let best = Infinity
  for (let number = 0; number < trials; number++) {
    const { parameters, note } = sampler.ask(number, known)!
    const value = problem.evaluate(names.map((key) => Number(parameters[key])))
    best = Math.min(best, value - problem.best)
    known.push({ state: 'done', number, parameters, note, values: [value] })
  }
  return best
}
