import { types } from 'node:util'
import { describeValue } from '../../internal/describe-value.ts'
import { Misfit } from './kind.ts'
import type { Pixels } from './kind.ts'
import { isInteger, isNumbers } from './numbers.ts'
import type { TypedNumbers } from './numbers.ts'

/** A raw image as it is tracked, an `ImageData` for one. */
export interface RawImage {
  readonly data: TypedNumbers | readonly number[]
  readonly width: number
  readonly height: number
  /** 1, 3 or 4; found from the length of `data` when left out. */
  readonly channels?: number | undefined
}

const MOST_ELEMENTS = 2 ** 28
const CHANNELS = [1, 3, 4] as const

/** Whether a value looks like a raw image: an instance of a class too, as `ImageData` is. */
export function isPixelLike(value: unknown): value is RawImage {
  if (typeof value !== 'object' || value === null || !('width' in value && 'height' in value && 'data' in value)) return false
  return typeof value.width === 'number' && typeof value.height === 'number' && isNumbers(value.data)
}

/** The pixels of a raw image, a copy. Throws Misfit for what does not fit together. */
export function toPixels({ data, width, height, channels }: RawImage): Pixels {
  for (const [name, size] of Object.entries({ width, height })) {
    if (!Number.isInteger(size) || size < 1) throw new Misfit(`its ${name} is ${size}, expected a positive integer`)
  }
  if (data.length > MOST_ELEMENTS) throw new Misfit(`its data has ${data.length} elements, more than ${MOST_ELEMENTS}`)
  const found = CHANNELS.find((count) => count * width * height === data.length)
  const isKnown = CHANNELS.some((count) => count === channels)
  if (channels !== undefined && !isKnown) throw new Misfit(`it has ${String(channels)} channels, expected 1, 3 or 4`)
  if (found === undefined || (channels !== undefined && found !== channels)) {
    const expected = (channels === undefined ? CHANNELS : [channels]).map((count) => count * width * height)
    throw new Misfit(`its data has ${data.length} elements, expected ${expected.join(' or ')} (width × height × channels)`)
  }
  return { data: copyOf(data), width, height, channels: found }
}

function copyOf(data: RawImage['data']): Pixels['data'] {
  if (types.isUint8Array(data) || types.isUint8ClampedArray(data)) return new Uint8Array(data)
  if (types.isFloat32Array(data)) return new Float32Array(data)
  if (types.isFloat64Array(data)) return new Float64Array(data)
  if (types.isTypedArray(data)) {
    throw new Misfit(`its data is ${describeValue(data)}, expected a Uint8Array (0–255) or a Float32Array (0–1)`)
  }
  if (isInteger(data)) throw new Misfit('its data is a plain array of integers: make it a Uint8Array (0–255), or floats of 0–1')
  return Float64Array.from(data)
}
