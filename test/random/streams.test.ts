import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkSeed, drawSeed, streamState, wordsOfDigest } from '../../src/random/streams.ts'

describe('where a stream begins', () => {
  // Computed with Python's hashlib and json. A change here changes the numbers of every run that was ever seeded.
  test.each([
    [0, ['math'], [1199423302, 2601967460, 127264720, 2822219618]],
    [1, ['math'], [2351272730, 1811881919, 176735735, 3795922663]],
    [42, ['math'], [4267486694, 1186003432, 3641023729, 54337135]],
    [42, ['worker', '0', 'math'], [1577355872, 1947694259, 1490134632, 2155680276]],
    [42, ['run', 'data', 'train'], [4281514725, 393470449, 3956805285, 3206768553]],
    [42, ['run', 'ä"\\/\u2028😀'], [4294388417, 2870715904, 86320298, 2380725737]],
    [2 ** 53 - 1, ['math'], [70746034, 4132403578, 4105791088, 4167124817]],
  ])('is fixed: seed %d, path %j', (seed, path, words) => {
    expect(streamState(seed, path)).toEqual(words)
  })

  test('differs for every seed and path, however the names are cut', () => {
    const paths = [[], [''], ['', ''], ['a', 'b'], ['ab'], ['a/b'], ['a,b'], ['a","b'], ['["a"'], ['1'], ['\ud800'], ['\ud801']]
    const states = [0, 1, 2, 10, 2 ** 32, 2 ** 32 + 1].flatMap((seed) => paths.map((path) => streamState(seed, path).join()))
    expect(new Set(states).size).toBe(6 * paths.length)
  })

  test('takes the first 16 bytes of a digest wherever it lies in memory', () => {
    const digest = createHash('sha256').update('anything').digest()
    const shifted = Uint8Array.from([0, 0, 0, ...digest]).subarray(3)
    expect(wordsOfDigest(shifted)).toEqual([0, 4, 8, 12].map((offset) => digest.readUInt32BE(offset)))
  })

  test('is never the state of zeros', () => {
    expect(wordsOfDigest(new Uint8Array(32))).toEqual([0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834])
    const last = new Uint8Array(32)
    last[15] = 1
    expect(wordsOfDigest(last)).toEqual([0, 0, 0, 1])
  })

  test('is refused for what is no seed', () => {
    expect(() => streamState(Number.NaN, ['math'])).toThrow(expect.objectContaining({ code: 'SEED_INVALID' }))
  })
})

describe('a seed', () => {
  test.each([0, 1, 42, 2 ** 32, 2 ** 53 - 1])('can be %d', (seed) => {
    expect(checkSeed(seed)).toBe(seed)
  })

  test('of minus zero is zero', () => {
    expect(Object.is(checkSeed(-0), 0)).toBe(true)
  })

  test.each([
    [-1, '-1'],
    [0.5, '0.5'],
    [2 ** 53, '9007199254740992'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['42', 'a string'],
    [42n, 'a BigInt'],
    [Symbol('42'), 'a symbol'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('cannot be %o', (seed, said) => {
    expect(() => checkSeed(seed)).toThrow(expect.objectContaining({ code: 'SEED_INVALID', details: { value: said } }))
  })

  test('is drawn from 32 bits', () => {
    const limits: number[] = []
    const seed = drawSeed((limit) => {
      limits.push(limit)
      return limit - 1
    })
    expect({ seed, limits }).toEqual({ seed: 2 ** 32 - 1, limits: [2 ** 32] })
  })
})
