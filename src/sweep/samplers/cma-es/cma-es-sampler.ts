import type { Random } from '../../../api/random.ts'
import { runlabError } from '../../../errors.ts'
import type { Axis } from '../../space/axis.ts'
import { cubeOf, decodePoint } from '../../space/encode-point.ts'
import type { Space } from '../../space/space.ts'
import { rankTrials, sortTrials } from '../ended-trials.ts'
import { generationReader } from '../generation-note.ts'
import type { Member } from '../generation-note.ts'
import { streamOf } from '../random-sampler.ts'
import type { Sampler } from '../sampler.ts'
import type { Direction } from '../trial.ts'
import { adapt, initialDistribution, stretch } from './distribution.ts'
import type { Distribution } from './distribution.ts'
import { strategyOf } from './strategy.ts'

export interface CmaEsOptions {
  /** Trials of a generation; 4 + 3 ln(parameters) by default. */
  readonly population?: number
  /** How far the first generation spreads, as a share of each range; a sixth by default. */
  readonly sigma?: number
}

/** After so many draws outside of the space, the next is moved to its edge. */
const MOST_DRAWS = 100
/** Of a value's cell: what a parameter with few values spreads at least, so that it does not stand still between two. */
const LEAST_SPREAD = 0.2

/**
 * Evolution strategy with covariance matrix adaptation, from the middle of the space. A generation adapts when as many of its
 * trials have ended as it has members; until then, more of it are drawn. Pruned trials count as the worst, failed ones not at
 * all. Integers, steps and grids are searched as numbers and rounded; parameters without an order, and conditions, are refused.
 * N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016; the least spread of integers: N. Hansen, "A
 * CMA-ES for mixed-integer nonlinear optimization", INRIA RR-7751, 2011.
 */
export function createCmaEsSampler(space: Space, seed: number, direction: Direction, options: CmaEsOptions = {}): Sampler {
  refuseUnordered(space)
  const cube = cubeOf(space)
  const dimensions = cube.axes.length
  const strategy = strategyOf(dimensions, options.population ?? 4 + Math.floor(3 * Math.log(dimensions)))
  const readGenerations = generationReader(dimensions)
  const initial = initialDistribution(dimensions, options.sigma ?? 1 / 6)
  const adaptOnce = rememberSteps((before, members) => {
    const notes = new Map(members.map(({ trial, note }) => [trial, note]))
    const ranked = rankTrials(sortTrials(members.map(({ trial }) => trial)), direction)
    return adapt(
      before,
      strategy,
      ranked.map((trial) => Float64Array.from(notes.get(trial)?.place ?? [])),
    )
  })
  return {
    name: 'cma-es',
    size: null,
    ask: (number, trials) => {
      const generations = readGenerations(trials)
      let distribution = initial
      let parents: readonly Member[] = []
      for (let members = parentsOf(generations, 0, strategy.population); members !== null;) {
        distribution = adaptOnce(distribution, members)
        parents = members
        members = parentsOf(generations, distribution.generation, strategy.population)
      }
      const place = drawPlace(distribution, cube.axes, streamOf(seed, 'cma-es', number))
      const note = { generation: distribution.generation, parents: parents.map(({ trial }) => trial.number), place: [...place] }
      return { parameters: decodePoint(cube, place), note }
    },
  }
}

function refuseUnordered({ dimensions }: Space): void {
  for (const { name, when, ...dimension } of dimensions) {
    const isUnordered = dimension.kind === 'list' && !dimension.ordered && dimension.values.length > 1
    if (!isUnordered && when === null) continue
    throw runlabError('SAMPLER_SPACE', {
      sampler: 'cma-es',
      parameter: name,
      why: isUnordered ? 'its values have no order' : `it is there only when ${when?.text ?? ''}`,
      hint: 'Take the sampler tpe, or give the parameter one value.',
    })
  }
}

/**
 * The members of a generation that the next one was made of; null where it was not, and cannot be yet. What the next one's first
 * trial has on record holds: in a parallel sweep others may have ended since.
 */
function parentsOf(
  generations: readonly (readonly Member[])[],
  generation: number,
  population: number,
): readonly Member[] | null {
  const ended = (generations[generation] ?? []).filter(hasEnded)
  const recorded = generations[generation + 1]?.[0]?.note.parents ?? []
  const named = recorded.flatMap((number) => ended.filter(({ trial }) => trial.number === number))
  if (named.length === population) return named
  return ended.length >= population ? ended.slice(0, population) : null
}

function hasEnded({ trial }: Member): boolean {
  return trial.state === 'pruned' || (trial.state === 'done' && trial.values.every((value) => Number.isFinite(value)))
}

type Adapt = (before: Distribution, members: readonly Member[]) => Distribution

/** Adapting is dear, and the same generations come with every question: by the very trials that they were made of. */
function rememberSteps(calculate: Adapt): Adapt {
  const known: { readonly before: Distribution; readonly members: readonly Member[]; readonly after: Distribution }[] = []
  return (before, members) => {
    const last = known[before.generation]
    const isSame =
      last !== undefined && last.before === before && last.members.every(({ trial }, i) => trial === members[i]?.trial)
    if (isSame) return last.after
    const after = calculate(before, members)
    known[before.generation] = { before, members, after }
    return after
  }
}

function drawPlace(distribution: Distribution, axes: readonly Axis[], random: Random): Float64Array {
  const { mean, sigma, covariance } = distribution
  const draw = (): Float64Array => {
    const step = stretch(
      distribution,
      Float64Array.from(axes, () => random.normal()),
    )
    return step.map((value, i) => {
      const spread = sigma * Math.sqrt(Math.max(0, covariance[i]?.[i] ?? 0))
      const least = LEAST_SPREAD / (axes[i]?.cells ?? Infinity)
      const missing = least > spread ? random.normal(0, Math.sqrt(least * least - spread * spread)) : 0
      return (mean[i] ?? 0.5) + sigma * value + missing
    })
  }
  for (let i = 0; i < MOST_DRAWS; i++) {
    const place = draw()
    if (place.every((value) => value >= 0 && value <= 1)) return place
  }
  return draw().map((value) => Math.min(1, Math.max(0, value)))
}
