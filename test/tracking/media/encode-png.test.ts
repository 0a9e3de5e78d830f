import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import type { Pixels } from '../../../src/tracking/kinds/kind.ts'
import { encodePng } from '../../../src/tracking/media/encode-png.ts'

/** RGBA, and the colour type of the file. */
function decode(pixels: Pixels): { width: number; height: number; rgba: number[]; colorType: number | undefined } {
  const file = Buffer.from(encodePng(pixels))
  const { width, height, data } = PNG.sync.read(file)
  return { width, height, rgba: [...data], colorType: file[25] }
}

describe('a PNG', () => {
  test('has the pixels that it was made of', () => {
    expect(decode({ data: Uint8Array.of(0, 128, 255, 7), width: 2, height: 2, channels: 1 })).toEqual({
      width: 2,
      height: 2,
      rgba: [0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255, 7, 7, 7, 255],
      colorType: 0,
    })
    expect(decode({ data: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 1, height: 2, channels: 3 })).toEqual({
      width: 1,
      height: 2,
      rgba: [1, 2, 3, 255, 4, 5, 6, 255],
      colorType: 2,
    })
    expect(decode({ data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0), width: 2, height: 1, channels: 4 })).toEqual({
      width: 2,
      height: 1,
      rgba: [1, 2, 3, 4, 5, 6, 7, 0],
      colorType: 6,
    })
  })

  test.each([1, 3, 4] as const)('has them in a larger image of %d channels, too', (channels) => {
    const [width, height] = [67, 41]
    const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * i * 31) % 256)
    const { rgba } = decode({ data, width, height, channels })
    const back = rgba.filter((_, i) => i % 4 < channels)
    expect(back).toEqual([...data])
  })

  test('is made of a part of a buffer', () => {
    expect(decode({ data: Uint8Array.of(9, 9, 5).subarray(2), width: 1, height: 1, channels: 1 }).rgba).toEqual([5, 5, 5, 255])
  })

  test('has floats of 0–1 clamped, and NaN as black', () => {
    const data = Float32Array.of(-1, 0, 0.5, 1, 2, Number.NaN)
    const { rgba } = decode({ data, width: 6, height: 1, channels: 1 })
    expect(rgba.filter((_, i) => i % 4 === 0)).toEqual([0, 0, 128, 255, 255, 0])
    expect(decode({ data: Float64Array.of(0.2, 0.4, 0.6), width: 1, height: 1, channels: 3 }).rgba).toEqual([51, 102, 153, 255])
  })
})
