/**
 * How near samplers come to the optimum of the 24 BBOB functions, beside random search, and what a suggestion costs.
 * `DIMENSIONS=2,5,10,20` chooses the dimensions; `OPTUNA=1` runs Optuna's samplers on the same problems, in a Python environment
 * that is made in .cache/peers (minutes).
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createSampler } from '../src/sweep/samplers/create-sampler.ts'
import type { SamplerName } from '../src/sweep/samplers/sampler.ts'
import type { Trial } from '../src/sweep/samplers/trial.ts'
import { defineSpace } from '../src/sweep/space/define-space.ts'
import { range } from '../src/sweep/space/dimension.ts'
import { relativeGap } from './bbob/relative-gap.ts'
import { searchAll } from './bbob/run-sampler.ts'
import type { Searched, Task } from './bbob/run-sampler.ts'
import { findPython, makeEnvironment } from './peers/python.ts'
import type { Row } from './row.ts'

const INSTANCES = [1, 2, 3, 4, 5, 71, 72, 73, 74, 75]
const TRIALS = 200
const MEASURED = ['sobol', 'tpe', 'cma-es'] as const
/** The upper end of the 95 % interval of Optuna 5's sampler, at 5 dimensions. */
const BARS: Readonly<Record<string, number>> = { 'tpe 5': 0.146, 'cma-es 5': 0.117 }
const PEER = fileURLToPath(new URL('peers/python/optuna_samplers.py', import.meta.url))

export async function measure(): Promise<readonly Row[]> {
  const dimensions = (process.env['DIMENSIONS'] ?? '2,5,10').split(',').map(Number)
  return [...dimensions.flatMap((dimension) => compare({ dimension, instances: INSTANCES, trials: TRIALS })), ...costs()]
}

function compare(task: Task): readonly Row[] {
  const random = searchAll({ sampler: 'random' }, task).gaps
  const row = (name: string, { gaps, seconds }: Searched, bar?: number): Row => {
    const { mean, interval } = relativeGap(gaps, random)
    const cost = (1000 * seconds) / (gaps.length * task.trials)
    const note = `95 % [${interval.map((end) => end.toFixed(3)).join(', ')}], ${cost.toFixed(2)} ms a trial`
    return {
      name: `samplers: ${name}, ${task.dimension} dimensions`,
      value: mean,
      unit: 'of random',
      note,
      ...(bar === undefined ? {} : { bar }),
    }
  }
  const ours = MEASURED.map((sampler) => row(sampler, searchAll({ sampler }, task), BARS[`${sampler} ${task.dimension}`]))
  const theirs = Object.entries(askOptuna(task)).map(([sampler, searched]) => row(`Optuna's ${sampler}`, searched))
  return [...ours, ...theirs]
}

/** Of each of its samplers; nothing where it is not asked for. */
function askOptuna(task: Task): Readonly<Record<string, Searched>> {
  if (process.env['OPTUNA'] !== '1') return {}
  const python = findPython()
  if (python === undefined) throw new Error('OPTUNA=1 needs Python 3.9 or newer: set PYTHON to one.')
  const interpreter = makeEnvironment('optuna', python)
  const input = JSON.stringify({ ...task, samplers: ['random', ...MEASURED] })
  return JSON.parse(execFileSync(interpreter, [PEER], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })) as Record<
    string,
    Searched
  >
}

const PARAMETERS = 10
const KNOWN = 1000
const ROUNDS = 200

function costs(): readonly Row[] {
  return (['random', 'sobol', 'tpe', 'cma-es', 'nsga2'] as const).map((sampler) => ({
    name: `samplers: ${sampler}, a suggestion after ${KNOWN}`,
    value: costOf(sampler),
    unit: 'ms',
    bar: 2,
  }))
}

/** Milliseconds of processor time for one suggestion with many trials so far. */
function costOf(sampler: Exclude<SamplerName, 'grid'>): number {
  const names = Array.from({ length: PARAMETERS }, (_, i) => `p${i}`)
  const log = (name: string) => (Number(name.slice(1)) % 2 === 0 ? {} : { log: true })
  const space = defineSpace(Object.fromEntries(names.map((name) => [name, range(1e-5, 1, log(name))])))
  const asked = createSampler(space, { sampler, seed: 1 })
  const known: Trial[] = []
  for (let number = 0; number < KNOWN; number++) {
    const { parameters, note } = asked.ask(number, known)!
    const value = names.reduce((sum, name) => sum + (Number(parameters[name]) - 0.3) ** 2, 0)
    known.push({ state: 'done', number, parameters, note, values: [value] })
  }
  const started = process.cpuUsage()
  for (let i = 0; i < ROUNDS; i++) asked.ask(KNOWN + i, known)
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1000 / ROUNDS
}
