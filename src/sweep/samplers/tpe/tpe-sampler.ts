import type { Random } from '../../../api/random.ts'
import type { Axis } from '../../space/axis.ts'
import { holds } from '../../space/condition.ts'
import { cubeOf, decodePoint, encodePoint } from '../../space/encode-point.ts'
import type { Cube } from '../../space/encode-point.ts'
import type { Point } from '../../space/point.ts'
import type { Space } from '../../space/space.ts'
import { rankTrials, sortTrials } from '../ended-trials.ts'
import { drawPlace, streamOf } from '../random-sampler.ts'
import type { Sampler } from '../sampler.ts'
import type { Direction, Trial } from '../trial.ts'
import { fitParzen } from './parzen.ts'

export interface TpeOptions {
  /** Trials that are random before it begins; 10 by default. */
  readonly startup?: number
  /** Points that it chooses from; 24 by default. */
  readonly candidates?: number
}

/**
 * Tree-structured Parzen estimators: draws candidates from the density of the best tenth of the trials (25 at most), and takes
 * the one where that density is largest beside that of all others. Parameters under the same condition are drawn together, so
 * it sees how they depend on each other. Trials that are pending count with the others, so that parallel ones keep their
 * distance (the "constant liar"); so do failed ones.
 * J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for hyper-parameter optimization", NIPS 2011; J. Bergstra,
 * D. Yamins and D. Cox, "Making a science of model search", ICML 2013; S. Watanabe, "Tree-structured Parzen estimator:
 * understanding its algorithm components", arXiv:2304.11127, 2023. The settings are those of Optuna 5.
 */
export function createTpeSampler(
  space: Space,
  seed: number,
  direction: Direction,
  { startup = 10, candidates = 24 }: TpeOptions = {},
): Sampler {
  const cube = cubeOf(space)
  const groups = groupDimensions(cube)
  const encode = rememberPlaces(cube)
  return {
    name: 'tpe',
    size: null,
    ask: (number, trials) => {
      const random = streamOf(seed, 'tpe', number)
      const { good, others, ended } = splitTrials(trials, direction)
      if (ended < startup) return { parameters: decodePoint(cube, drawPlace(random, cube.axes.length)), note: null }
      const place = new Float64Array(cube.axes.length).fill(0.5)
      const [goodPlaces, otherPlaces] = [good.map(encode), others.map(encode)]
      for (const group of groups) {
        if (!holds(group.when, decodePoint(cube, place))) continue
        const best = suggestGroup(group, pick(group, goodPlaces), pick(group, otherPlaces), { random, candidates })
        for (const [i, column] of group.columns.entries()) place[column] = best[i] ?? 0.5
      }
      return { parameters: decodePoint(cube, place), note: null }
    },
  }
}

/** Each oldest first. */
interface SplitTrials {
  readonly good: readonly Point[]
  readonly others: readonly Point[]
  /** How many there are with a value. */
  readonly ended: number
}

function splitTrials(trials: readonly Trial[], direction: Direction): SplitTrials {
  const sorted = sortTrials(trials)
  const ranked = rankTrials(sorted, direction)
  const best = Math.min(25, Math.ceil(0.1 * ranked.length))
  const good = new Set<Trial>(ranked.slice(0, best))
  const pointsOf = (isWanted: (trial: Trial) => boolean): readonly Point[] =>
    sorted.byNumber.filter(isWanted).map(({ parameters }) => parameters)
  return { good: pointsOf((trial) => good.has(trial)), others: pointsOf((trial) => !good.has(trial)), ended: ranked.length }
}

/** Parameters that are there under the same condition. */
interface Group {
  readonly when: Space['dimensions'][number]['when']
  readonly columns: readonly number[]
  readonly axes: readonly Axis[]
}

/** In order of their first parameters, so that a condition is decided before what it decides. */
function groupDimensions({ space, axes }: Cube): readonly Group[] {
  const groups = new Map<string, { when: Group['when']; columns: number[]; axes: Axis[] }>()
  for (const [column, { when }] of space.dimensions.entries()) {
    const axis = axes[column]
    // One value: there is nothing to choose.
    if (axis === undefined || axis.cells === 1) continue
    const key = when?.text ?? ''
    const group = groups.get(key) ?? { when, columns: [], axes: [] }
    groups.set(key, group)
    group.columns.push(column)
    group.axes.push(axis)
  }
  return [...groups.values()]
}

/** Points do not change, and the same ones come with every question. */
function rememberPlaces(cube: Cube): (point: Point) => Float64Array {
  const places = new WeakMap<Point, Float64Array>()
  return (point) => {
    const place = places.get(point) ?? encodePoint(cube, point)
    places.set(point, place)
    return place
  }
}

/** Of each parameter of the group, its places in the trials that have all of them. */
function pick({ columns }: Group, places: readonly Float64Array[]): readonly Float64Array[] {
  const whole = places.filter((place) => columns.every((column) => !Number.isNaN(place[column])))
  return columns.map((column) => {
    const picked = new Float64Array(whole.length)
    for (let i = 0; i < picked.length; i++) picked[i] = whole[i]?.[column] ?? 0.5
    return picked
  })
}

function suggestGroup(
  { axes }: Group,
  good: readonly Float64Array[],
  others: readonly Float64Array[],
  { random, candidates }: { readonly random: Random; readonly candidates: number },
): Float64Array {
  const [density, background] = [fitParzen(axes, good), fitParzen(axes, others)]
  let best = density.draw(random)
  let most = density.logDensity(best) - background.logDensity(best)
  for (let i = 1; i < candidates; i++) {
    const place = density.draw(random)
    const gain = density.logDensity(place) - background.logDensity(place)
    if (gain > most) [best, most] = [place, gain]
  }
  return best
}
