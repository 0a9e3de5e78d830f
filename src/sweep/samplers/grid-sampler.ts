import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { ownJson } from '../../internal/own-json.ts'
import { axisOf } from '../space/axis.ts'
import { holds } from '../space/condition.ts'
import type { Dimension } from '../space/dimension.ts'
import type { Point } from '../space/point.ts'
import type { Space } from '../space/space.ts'
import type { Sampler } from './sampler.ts'
import type { Trial } from './trial.ts'

/** The most values of one parameter that a grid is made of. */
const MOST_VALUES = 1e6

export interface GridOptions {
  /** How often a point is suggested again whose trial failed; 0 by default. */
  readonly retries?: number
}

/**
 * Every combination once, the last parameter changing fastest. A point counts as tried when a trial listed has its parameters,
 * whichever sampler suggested it: so a grid that was extended goes on with what is new.
 */
export function createGridSampler(space: Space, { retries = 0 }: GridOptions = {}): Sampler {
  const columns = space.dimensions.map((dimension) => ({ dimension, values: valuesOf(dimension) }))
  const listed = listPoints(space, columns)
  return {
    name: 'grid',
    size: countPoints(columns),
    ask: (_number, trials) => {
      const tried = findTried(listed.keyOf, trials, retries)
      for (let at = 0; ; at++) {
        const next = listed.at(at)
        if (next === null) return null
        if (!tried.has(next.key)) return { parameters: next.point, note: null }
      }
    },
  }
}

interface Column {
  readonly dimension: Dimension
  readonly values: readonly JsonValue[]
}

function valuesOf(dimension: Dimension): readonly JsonValue[] {
  if (dimension.kind === 'list') return dimension.values
  const axis = axisOf(dimension)
  if (axis.cells === null) {
    throw runlabError('SAMPLER_SPACE', {
      sampler: 'grid',
      parameter: dimension.name,
      why: `there are infinitely many numbers from ${dimension.low} to ${dimension.high}`,
      hint: 'Give the range a step or a count, or take the sampler random, sobol or tpe.',
    })
  }
  if (axis.cells > MOST_VALUES) {
    throw runlabError('SAMPLER_SPACE', {
      sampler: 'grid',
      parameter: dimension.name,
      why: `it has ${axis.cells} values`,
      hint: 'Give it a larger step, or a count.',
    })
  }
  return Array.from({ length: axis.cells }, (_, cell) => axis.decode((axis.edge(cell) + axis.edge(cell + 1)) / 2))
}

/** In order, and lazily: a grid may be larger than memory. */
function* points(columns: readonly Column[], at = 0, point: Point = {}): Generator<Point> {
  const column = columns[at]
  if (column === undefined) yield point
  else if (!holds(column.dimension.when, point)) yield* points(columns, at + 1, point)
  else for (const value of column.values) yield* points(columns, at + 1, { ...point, [column.dimension.name]: value })
}

/** Branches only at parameters that a later condition names. */
function countPoints(columns: readonly Column[], at = 0, point: Point = {}): number {
  const column = columns[at]
  if (column === undefined) return 1
  const { name, when } = column.dimension
  if (!holds(when, point)) return countPoints(columns, at + 1, point)
  const decides = columns.some(({ dimension }) => dimension.when?.terms.some(({ parameter }) => parameter === name) === true)
  if (!decides) return column.values.length * countPoints(columns, at + 1, point)
  return column.values.reduce<number>((sum, value) => sum + countPoints(columns, at + 1, { ...point, [name]: value }), 0)
}

/** The points that were looked at so far, with their keys; more are made when they are asked for. */
function listPoints(space: Space, columns: readonly Column[]) {
  const rest = points(columns)
  const found: { readonly point: Point; readonly key: string }[] = []
  const keys = new WeakMap<Point, string>()
  const keyOf = (point: Point): string => {
    const key = keys.get(point) ?? makeKey(space, point)
    keys.set(point, key)
    return key
  }
  const at = (index: number) => {
    while (found.length <= index) {
      const next = rest.next()
      if (next.done === true) return null
      found.push({ point: next.value, key: keyOf(next.value) })
    }
    return found[index] ?? null
  }
  return { at, keyOf }
}

function findTried(keyOf: (point: Point) => string, trials: readonly Trial[], retries: number): ReadonlySet<string> {
  const failures = new Map<string, number>()
  const tried = new Set<string>()
  for (const { state, parameters } of trials) {
    const key = keyOf(parameters)
    const failed = (failures.get(key) ?? 0) + 1
    if (state === 'failed') failures.set(key, failed)
    if (state !== 'failed' || failed > retries) tried.add(key)
  }
  return tried
}

function makeKey({ dimensions }: Space, point: Point): string {
  // In brackets, so that no value looks like one that is missing.
  return ownJson(dimensions.map(({ name }) => (point[name] === undefined ? [] : [point[name]])))
}
