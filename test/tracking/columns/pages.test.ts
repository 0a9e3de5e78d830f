import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeDoubles, decodeSteps, decodeTexts, decodeTimes } from '../../../src/tracking/columns/decode-pages.ts'
import { doublePage, encodeSteps, integerPage, splitPage, textPage } from '../../../src/tracking/columns/encode-pages.ts'
import type { Page } from '../../../src/tracking/columns/page.ts'
import { readPageList, writePageFile } from '../../../src/tracking/columns/page-file.ts'
import { PageReader } from '../../../src/tracking/columns/page-reader.ts'
import { joinBytes, splitBytes } from '../../../src/tracking/columns/split-bytes.ts'
import { pageNumbers, pageRecords } from '../../../src/tracking/sealing/compact.ts'
import { SPECIAL_DOUBLES, bitsOf } from './bits.ts'
import { randomDoubles, randomIntegers } from './random.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-pages-'))

const dataOf = ({ bytes, header }: Page): Uint8Array => bytes.subarray(header)
const SIZES = [1, 2, 7, 8, 9, 255, 256, 257, 1000]

describe('doubles that are split into bytes', () => {
  test.each([0, ...SIZES])('come back bit for bit, %i of them', (size) => {
    const values = randomDoubles(size, size)
    const back = new Float64Array(size)
    joinBytes(splitBytes(values), back)
    expect(Buffer.from(back.buffer)).toEqual(Buffer.from(values.buffer))
  })

  test('stand first byte by first byte', () => {
    const values = new Float64Array(Uint8Array.from({ length: 16 }, (_, i) => i).buffer)
    expect(Array.from(splitBytes(values))).toEqual([0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15])
  })
})

describe('a page', () => {
  test('of doubles holds special ones bit for bit', () => {
    const values = Float64Array.from(SPECIAL_DOUBLES)
    for (const [page, decode] of [
      [doublePage(values), decodeDoubles],
      [splitPage(values), (data: Uint8Array, output: Float64Array) => decodeSteps(data, 'double', output)],
    ] as const) {
      const output = new Float64Array(values.length)
      decode(dataOf(page), output)
      expect(bitsOf(output)).toEqual(bitsOf(values))
    }
  })

  test('of times holds those before 1970 and after 2100', () => {
    const times = Float64Array.from([-1, 0, 1_790_000_000_000, 4_200_000_000_000, -62_135_596_800_000])
    const output = new Float64Array(times.length)
    decodeTimes(dataOf(integerPage(times)), output)
    expect(Array.from(output)).toEqual(Array.from(times))
  })

  test.each(SIZES)('of steps is delta-coded where all are whole, and holds fractions where one is not (%i)', (size) => {
    const whole = randomIntegers(size, size)
    const broken = Float64Array.from(whole, (step, i) => (i === size - 1 ? 0.5 : step))
    const large = Float64Array.from(whole, (step, i) => (i === size - 1 ? 2 ** 53 : step))
    for (const [steps, expected] of [
      [whole, 'integer'],
      [broken, 'double'],
      [large, 'double'],
    ] as const) {
      const { steps: page, stepType } = encodeSteps(steps)
      expect(stepType).toBe(expected)
      const output = new Float64Array(size)
      decodeSteps(dataOf(page), stepType, output)
      expect(bitsOf(output)).toEqual(bitsOf(Array.from(steps, (step) => (stepType === 'integer' ? step + 0 : step))))
    }
  })

  test('of texts holds empty ones, long ones, and letters of several bytes', () => {
    const texts = ['', 'a', 'ö後🧪', '', 'x'.repeat(70_000), '\0\n"', '{"a":[1,2]}']
    const page = textPage(texts.map((text) => Buffer.from(text)))
    expect([...decodeTexts(dataOf(page))]).toEqual(texts)
    expect([...decodeTexts(dataOf(textPage([])))]).toEqual([])
  })
})

describe('a file of pages', () => {
  const numbers = (size: number, seed: number) => ({
    steps: Float64Array.from({ length: size }, (_, i) => i),
    times: Float64Array.from({ length: size }, (_, i) => 1000 + i),
    values: randomDoubles(seed, size),
  })
  const records = { steps: [3, 1, 2.5], times: [5, 6, 7], texts: ['a', '', '🧪'] }
  const groups = [pageNumbers(0, numbers(300, 1)), pageRecords(2 ** 32 + 7, records), pageNumbers(9, numbers(1, 2))]
  const file = join(root, 'a.pages')
  beforeAll(async () => await writePageFile(file, groups))

  test('gives back what was written into it', () => {
    const list = readPageList(file) ?? []
    expect(list.map(({ id, rows, stepType, summary }) => ({ id, rows, stepType, summary }))).toEqual(
      groups.map(({ id, summary, pages }) => ({ id, rows: pages.rows, stepType: pages.stepType, summary })),
    )
    const [first, second] = list
    if (first === undefined || second === undefined) throw new Error('too few')
    for (const reader of [new PageReader(), new PageReader({ readsAhead: 1 })]) {
      const { steps, times, values } = numbers(300, 1)
      expect(bitsOf(reader.steps(file, first))).toEqual(bitsOf(steps))
      expect(bitsOf(reader.times(file, first))).toEqual(bitsOf(times))
      expect(bitsOf(reader.numbers(file, first))).toEqual(bitsOf(values))
      expect(Array.from(reader.steps(file, second))).toEqual(records.steps)
      expect([...reader.texts(file, second)]).toEqual(records.texts)
      reader.close()
    }
  })

  test('keeps a summary with all that can be missing, or no number', async () => {
    const summary = {
      count: 2,
      nonFinite: 2,
      firstStep: null,
      lastStep: -0.5,
      firstTime: null,
      lastTime: 7,
      last: Number.NaN,
      min: null,
      max: null,
      mean: null,
    }
    const page = pageNumbers(1, numbers(2, 3))
    const other = join(root, 'b.pages')
    for (const last of [Number.NaN, -Infinity, null, 3]) {
      await writePageFile(other, [{ ...page, summary: { ...summary, last } }])
      expect(readPageList(other)?.[0]?.summary).toEqual({ ...summary, last })
    }
  })

  test('that is cut off at any byte is none', () => {
    const whole = readFileSync(file)
    const cut = join(root, 'cut.pages')
    for (let size = 0; size < whole.length; size += size < whole.length - 700 ? 97 : 1) {
      writeFileSync(cut, whole.subarray(0, size))
      expect(readPageList(cut)).toBeNull()
    }
    writeFileSync(cut, whole)
    expect(readPageList(cut)).toHaveLength(3)
  })

  test('without pages has none', async () => {
    await writePageFile(join(root, 'empty.pages'), [])
    expect(readPageList(join(root, 'empty.pages'))).toEqual([])
  })

  test('whose list does not fit into it is none', () => {
    const footer = Buffer.from(readFileSync(file).subarray(-8))
    footer.writeUInt32LE(2 ** 32 - 1, 0)
    writeFileSync(join(root, 'wrong.pages'), footer)
    expect(readPageList(join(root, 'wrong.pages'))).toBeNull()
  })

  test('of more pages than the system writes at once is whole', async () => {
    const many = Array.from({ length: 1500 }, (_, id) => pageNumbers(id, numbers(2, id)))
    const path = join(root, 'many.pages')
    await writePageFile(path, many)
    const list = readPageList(path) ?? []
    expect(list.map(({ id }) => id)).toEqual(Array.from({ length: 1500 }, (_, id) => id))
    const reader = new PageReader()
    const last = list.at(-1)
    expect(last && bitsOf(reader.numbers(path, last))).toEqual(bitsOf(numbers(2, 1499).values))
    reader.close()
  })

  test('that is not there is the error of the system', () => {
    expect(existsSync(join(root, 'none.pages'))).toBe(false)
    expect(() => readPageList(join(root, 'none.pages'))).toThrow('ENOENT')
  })
})
