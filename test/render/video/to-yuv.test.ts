import { expect, test } from 'vitest'
import { toYuv } from '../../../src/render/video/to-yuv.ts'

/** One colour in a frame of so many lines, as brightness and the two differences of colour. */
function convert([red, green, blue]: readonly [number, number, number], height: number): readonly number[] {
  const data = new Uint8Array(2 * height * 4)
  for (let i = 0; i < data.length; i += 4) data.set([red, green, blue, 255], i)
  const yuv = new Uint8Array(3 * height)
  toYuv(data, { width: 2, height }, yuv)
  return [yuv[0], yuv[2 * height], yuv[2.5 * height]].map(Number)
}

/** After ITU-R BT.601 and BT.709, narrow range. */
function expected([red, green, blue]: readonly [number, number, number], [kr, kb]: readonly [number, number]): readonly number[] {
  const y = kr * red + (1 - kr - kb) * green + kb * blue
  return [
    16 + (219 / 255) * y,
    128 + ((224 / 255) * (blue - y)) / (2 * (1 - kb)),
    128 + ((224 / 255) * (red - y)) / (2 * (1 - kr)),
  ]
}

test.each([[[255, 255, 255]], [[0, 0, 0]], [[255, 0, 0]], [[0, 255, 0]], [[0, 0, 255]], [[200, 120, 30]]] as const)(
  '%j has the brightness and colour of the standard for its size',
  (colour) => {
    for (const [height, weights] of [
      [718, [0.299, 0.114]],
      [720, [0.2126, 0.0722]],
    ] as const) {
      const got = convert(colour, height)
      const wanted = expected(colour, weights)
      for (const [i, value] of wanted.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1)
    }
  },
)
