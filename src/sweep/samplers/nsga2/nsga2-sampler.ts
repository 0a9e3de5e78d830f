import type { Random } from '../../../api/random.ts'
import { ownJson } from '../../../internal/own-json.ts'
import { cubeOf, decodePoint } from '../../space/encode-point.ts'
import type { Cube } from '../../space/encode-point.ts'
import type { Point } from '../../space/point.ts'
import type { Space } from '../../space/space.ts'
import { costOf } from '../ended-trials.ts'
import { generationReader } from '../generation-note.ts'
import type { Member } from '../generation-note.ts'
import { drawPlace, streamOf } from '../random-sampler.ts'
import type { Sampler } from '../sampler.ts'
import type { Direction, Trial } from '../trial.ts'
import { crowdingOf, frontsOf } from './fronts.ts'
import type { Costs } from './fronts.ts'
import { vary } from './vary.ts'

export interface Nsga2Options {
  /** Trials of a generation, and of those that they descend from; 50 by default. */
  readonly population?: number
}

/** So often a child is made anew that was tried already. */
const MOST_TRIES = 20

/**
 * A genetic algorithm for several objectives: parents are those that nothing dominates, and among equals those with more room
 * around them. A generation is complete when as many of its trials have ended as it has members. Pruned trials come after all
 * that are done, failed ones do not count.
 * K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE
 * Transactions on Evolutionary Computation 6(2), 2002.
 */
export function createNsga2Sampler(
  space: Space,
  seed: number,
  directions: readonly Direction[],
  { population = 50 }: Nsga2Options = {},
): Sampler {
  const cube = cubeOf(space)
  const readGenerations = generationReader(cube.axes.length)
  const keyOf = rememberKeys()
  return {
    name: 'nsga2',
    size: null,
    ask: (number, trials) => {
      const random = streamOf(seed, 'nsga2', number)
      const generations = readGenerations(trials)
      const { generation, parents } = nextGeneration(generations, directions, population)
      const tried = new Set(trials.map(({ parameters }) => keyOf(parameters)))
      const { place, point } = findUntried(cube, random, { parents, tried })
      const note = { generation, parents: parents.map(({ trial }) => trial.number), place: [...place] }
      return { parameters: point, note }
    },
  }
}

interface Generation {
  readonly generation: number
  /** Best first; none of the first generation. */
  readonly parents: readonly Member[]
}

/** The latest one, or, where it is complete, the one after. What its first trial has on record holds. */
function nextGeneration(
  generations: readonly (readonly Member[])[],
  directions: readonly Direction[],
  population: number,
): Generation {
  const generation = Math.max(0, generations.length - 1)
  const members = generations[generation] ?? []
  const byNumber = new Map(generations.flat().map((member) => [member.trial.number, member]))
  const parents = (members[0]?.note.parents ?? []).flatMap((number) => byNumber.get(number) ?? [])
  const ended = members.filter(({ trial }) => costsOf(trial, directions) !== null)
  if (ended.length < population) return { generation, parents }
  const all = [...new Set([...parents, ...ended])].toSorted((a, b) => a.trial.number - b.trial.number)
  return { generation: generation + 1, parents: rank(all, directions).slice(0, population) }
}

/** Pruned trials: worse than anything. Null where a trial says nothing. */
function costsOf(trial: Trial, directions: readonly Direction[]): Costs | null {
  if (trial.state === 'pruned') return directions.map(() => Infinity)
  if (trial.state !== 'done' || !trial.values.every((value) => Number.isFinite(value))) return null
  return directions.map((direction, i) => costOf(trial.values[i] ?? Number.NaN, direction))
}

/** By front, and in a front by the room around them. */
function rank(members: readonly Member[], directions: readonly Direction[]): readonly Member[] {
  const costs = members.map(({ trial }) => costsOf(trial, directions) ?? directions.map(() => Infinity))
  return frontsOf(costs).flatMap((front) => {
    const room = crowdingOf(front.map((i) => costs[i] ?? []))
    const order = front.map((_, at) => at).sort((a, b) => compare(room[b] ?? 0, room[a] ?? 0))
    return order.flatMap((at) => members[front[at] ?? 0] ?? [])
  })
}

/** Infinity minus itself is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b
}

function findUntried(
  cube: Cube,
  random: Random,
  { parents, tried }: { readonly parents: readonly Member[]; readonly tried: ReadonlySet<string> },
): { readonly place: Float64Array; readonly point: Point } {
  for (let i = 0; ; i++) {
    const isNew = parents.length === 0 || i > MOST_TRIES / 2
    const place = isNew
      ? drawPlace(random, cube.axes.length)
      : vary(cube.axes, pickParent(parents, random), pickParent(parents, random), random)
    const point = decodePoint(cube, place)
    if (i >= MOST_TRIES || !tried.has(ownJson(point))) return { place, point }
  }
}

/** The better one of two: parents come best first. */
function pickParent(parents: readonly Member[], random: Random): readonly number[] {
  const at = Math.min(random.integer(0, parents.length - 1), random.integer(0, parents.length - 1))
  return parents[at]?.note.place ?? []
}

/** Points do not change, and the same ones come with every question. */
function rememberKeys(): (point: Point) => string {
  const keys = new WeakMap<Point, string>()
  return (point) => {
    const key = keys.get(point) ?? ownJson(point)
    keys.set(point, key)
    return key
  }
}
