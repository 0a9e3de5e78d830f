import { PNG } from 'pngjs'
import type { Pixels } from '../kinds/kind.ts'

/** Of PNG: grey, RGB, RGBA. */
const COLOR_TYPES = { 1: 0, 3: 2, 4: 6 } as const

/** The pixels as a PNG of 8 bits a channel. Floats are clamped to 0–1; NaN is black. */
export function encodePng({ data, width, height, channels }: Pixels): Uint8Array {
  const colorType = COLOR_TYPES[channels]
  const options = { colorType, inputColorType: colorType, bitDepth: 8, filterType: 1, deflateLevel: 3 } as const
  const png = Object.assign(new PNG(), { width, height, data: toBytes(data) })
  return PNG.sync.write(png, options)
}

function toBytes(data: Pixels['data']): Buffer {
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const bytes = Buffer.allocUnsafe(data.length)
  for (let i = 0; i < data.length; i++) bytes[i] = Math.round(Math.max(0, Math.min(1, data[i] ?? 0)) * 255)
  return bytes
}
