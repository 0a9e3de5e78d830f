import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { describe, expect, test } from 'vitest'
import { packIntegers } from '../../../src/tracking/columns/pack-integers.ts'
import { unpackIntegers } from '../../../src/tracking/columns/unpack-integers.ts'
import { randomFrom, randomIntegers } from './random.ts'

const LARGEST = Number.MAX_SAFE_INTEGER
/** Around the ends of miniblocks, of blocks, and of several blocks. */
const SIZES = [0, 1, 2, 31, 32, 33, 34, 64, 65, 96, 97, 127, 128, 129, 130, 160, 161, 256, 257, 1000, 4096, 4097]

const CASES: Readonly<Record<string, (i: number, size: number) => number>> = {
  'of one value': () => 7,
  zeros: () => 0,
  'counting up': (i) => i,
  'counting down': (i) => -i,
  'with gaps of ten': (i) => i * 10,
  'that begin far from 0': (i) => LARGEST - 5000 + i,
  'that begin far below 0': (i) => -LARGEST + 5000 - i,
  'like times': (i) => 1_790_000_000_000 + Math.floor(i * 1.7),
  'that go back at times': (i) => (i % 50) * 3 - 20,
  'of alternating extremes': (i) => (i % 2 === 0 ? LARGEST : -LARGEST),
  'that climb from one extreme to the other': (i, size) => (size < 2 ? 0 : Math.round(-LARGEST + (i / (size - 1)) * 2 * LARGEST)),
  'at the edge of 32 bits': (i) => [0, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32)][i % 6] ?? 0,
  'whose differences have 33 bits': (i) => (i % 2 === 0 ? 2 ** 31 - 1 : -(2 ** 31) + 1),
  'with one outlier': (i) => (i === 20 ? LARGEST : i),
  "with an outlier at a block's end": (i) => (i === 128 ? -LARGEST : i),
}

const pack = (values: readonly number[] | Float64Array): Uint8Array => packIntegers(Float64Array.from(values))
const unpack = (bytes: Uint8Array, count: number): number[] => {
  const output = new Float64Array(count)
  unpackIntegers(bytes, output)
  return Array.from(output)
}
/** What the reader of another author finds. */
const unpackElsewhere = (bytes: Uint8Array, count: number): number[] => {
  const output = new BigInt64Array(count)
  const padded = Buffer.concat([bytes, Buffer.alloc(8)])
  deltaBinaryUnpack({ view: new DataView(padded.buffer, padded.byteOffset, padded.length), offset: 0 }, count, output)
  return Array.from(output, Number)
}

test.each(Object.entries(CASES))('whole numbers %s come back from their packed form, however many', (_, valueAt) => {
  for (const size of SIZES) {
    const values = Array.from({ length: size }, (__, i) => valueAt(i, size) + 0)
    const bytes = pack(values)
    expect(unpack(bytes, size)).toEqual(values)
    if (size > 0) expect(unpackElsewhere(bytes, size)).toEqual(values)
  }
})

describe('random whole numbers', () => {
  test.each([8, 2 ** 16, 2 ** 31, 2 ** 33, 2 ** 47, 2 ** 48, 2 ** 50, LARGEST])('up to %i come back', (largest) => {
    for (const size of SIZES) {
      const values = Array.from(randomIntegers(size + largest, size, largest), (value) => value + 0)
      const bytes = pack(values)
      expect(unpack(bytes, size)).toEqual(values)
      if (size > 0) expect(unpackElsewhere(bytes, size)).toEqual(values)
    }
  })

  test('come back where a difference is larger than doubles hold exactly', () => {
    const random = randomFrom(5)
    for (let round = 0; round < 2000; round++) {
      const middle = Math.floor((random() - 0.5) * 10)
      const values = [-LARGEST, middle, LARGEST - Math.floor(random() * 8)]
      expect(unpack(pack(values), 3)).toEqual(values)
    }
  })
})

describe('packed whole numbers', () => {
  test('that count up take hardly any room', () => {
    expect(pack(Array.from({ length: 100_000 }, (_, i) => 1_790_000_000_000 + i * 20)).length).toBeLessThan(100_000 / 16)
  })

  test('are taken from wherever they lie in a larger file', () => {
    const values = randomIntegers(3, 300)
    const bytes = packIntegers(values)
    const file = Buffer.concat([Buffer.alloc(13, 0xff), bytes, Buffer.alloc(5, 0xff)])
    expect(unpack(file.subarray(13, 13 + bytes.length), 300)).toEqual(Array.from(values))
  })

  test('may be put into the middle of a column', () => {
    const output = new Float64Array(10).fill(-1)
    unpackIntegers(pack([1, 2, 3]), output.subarray(4, 7))
    expect(Array.from(output)).toEqual([-1, -1, -1, -1, 1, 2, 3, -1, -1, -1])
  })
})
