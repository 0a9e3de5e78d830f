import type { JsonValue } from '../../format/json-value.ts'
import type { Axis } from './axis.ts'
import { axisOf } from './axis.ts'
import { holds } from './condition.ts'
import type { Point } from './point.ts'
import type { Space } from './space.ts'

/** A space with the axis of each dimension, in the same order. */
export interface Cube {
  readonly space: Space
  readonly axes: readonly Axis[]
}

export function cubeOf(space: Space): Cube {
  return { space, axes: space.dimensions.map(axisOf) }
}

/** The parameters at a place of the unit cube, a coordinate a dimension. Those whose condition does not hold are left out. */
export function decodePoint({ space, axes }: Cube, places: ArrayLike<number>): Point {
  const point: Record<string, JsonValue> = {}
  for (const [i, { name, when }] of space.dimensions.entries()) {
    const axis = axes[i]
    if (axis !== undefined && holds(when, point)) point[name] = axis.decode(places[i] ?? 0.5)
  }
  return point
}

/**
 * The place of parameters in the unit cube. NaN stands for what is not there; so does it for values that the space no longer
 * has, since it may have been changed after trials were made.
 */
export function encodePoint({ space, axes }: Cube, point: Point): Float64Array {
  return Float64Array.from(space.dimensions, ({ name }, i) => {
    const value = point[name]
    return value === undefined ? Number.NaN : (axes[i]?.encode(value) ?? Number.NaN)
  })
}
