import { describe, expect, test } from 'vitest'
import { groupPoints } from '../../../src/tracking/columns/group-points.ts'
import { readRecordLines, recordLine, recordText } from '../../../src/tracking/columns/record-lines.ts'
import { frameOf, readFrames } from '../../../src/tracking/journal/point-frames.ts'
import { SPECIAL_DOUBLES, bitsOf } from './bits.ts'
import { randomFrom } from './random.ts'

/** Points of series, step, time and value each. */
const flat = (...points: readonly (readonly [number, number, number, number])[]): Float64Array => Float64Array.from(points.flat())

describe('points of several series', () => {
  test('are sorted by series, in their order', () => {
    const random = randomFrom(1)
    const points = Array.from({ length: 5000 }, (_, i) => [Math.floor(random() ** 3 * 20), i, i + 0.5, -i] as const)
    const groups = groupPoints([flat(...points.slice(0, 2000)), flat(...points.slice(2000))])
    expect([...groups.keys()]).toEqual([...new Set(points.map(([series]) => series))].toSorted((a, b) => a - b))
    for (const [series, { steps, times, values }] of groups) {
      const own = points.filter((point) => point[0] === series)
      expect(Array.from(steps)).toEqual(own.map((point) => point[1]))
      expect(Array.from(times)).toEqual(own.map((point) => point[2]))
      expect(Array.from(values)).toEqual(own.map((point) => point[3]))
    }
  })

  test('keep their bits, and numbers of series above 2^32 stay apart', () => {
    const large = 2 ** 32
    const groups = groupPoints([flat(...SPECIAL_DOUBLES.map((value, i) => [i % 2 === 0 ? 1 : large + 1, i, 0, value] as const))])
    expect([...groups.keys()]).toEqual([1, large + 1])
    expect(bitsOf(groups.get(1)?.values ?? [])).toEqual(bitsOf(SPECIAL_DOUBLES.filter((_, i) => i % 2 === 0)))
    expect(groupPoints([new Float64Array(0)]).size).toBe(0)
  })
})

describe('a file of frames', () => {
  const frames = [
    flat([0, 0, 5, 0.5], [1, 1, 6, Number.NaN]),
    flat([0, 2, 7, -0]),
    flat([2, 3, 8, Infinity], [0, 4, 9, 1e-300], [0, 5, 9, 1]),
  ]
  const parts = frames.map((points) => Buffer.concat(frameOf(points)))
  const whole = Buffer.concat(parts)
  const all = frames.flatMap((points) => Array.from(points))
  /** Where frames end. */
  const ends = parts.map((_, i) => Buffer.concat(parts.slice(0, i + 1)).length)

  test('gives its points, bit for bit', () => {
    const { points, read, torn } = readFrames(whole)
    expect(bitsOf(points)).toEqual(bitsOf(all))
    expect({ read, torn }).toEqual({ read: whole.length, torn: 0 })
  })

  test('that is cut off at any byte gives the points of whole frames, and says how many bytes are torn', () => {
    for (let size = 0; size <= whole.length; size++) {
      const { points, read, torn } = readFrames(whole.subarray(0, size))
      const end = ends.findLast((place) => place <= size) ?? 0
      const count = frames.slice(0, ends.indexOf(end) + 1).reduce((sum, { length }) => sum + length, 0)
      expect(bitsOf(points)).toEqual(bitsOf(all.slice(0, count)))
      expect({ read, torn }).toEqual({ read: end, torn: size - end })
    }
  })

  test('loses the one frame in which a bit is wrong, wherever that is', () => {
    for (let byte = 0; byte < whole.length; byte++) {
      const lost = ends.findIndex((end) => byte < end)
      const place = byte - (ends[lost - 1] ?? 0)
      if (place >= 12 && place < 16) continue // means nothing
      const damaged = Buffer.from(whole)
      damaged[byte] = (damaged[byte] as number) ^ (1 << (byte % 8))
      const { points, torn } = readFrames(damaged)
      expect(bitsOf(points)).toEqual(bitsOf(frames.filter((_, i) => i !== lost).flatMap((frame) => Array.from(frame))))
      expect(torn).toBe(parts[lost]?.length)
    }
  })

  test('may have zeros where a power loss has left them', () => {
    const holed = Buffer.concat([parts[0] as Buffer, Buffer.alloc(4096), parts[2] as Buffer, Buffer.alloc(100)])
    const { points, torn, read } = readFrames(holed)
    expect(bitsOf(points)).toEqual(bitsOf([...(frames[0] ?? []), ...(frames[2] ?? [])]))
    expect(torn).toBe(4196)
    expect(read).toBe(holed.length - 100)
  })

  test('of nothing has no points', () => {
    expect(readFrames(Buffer.alloc(0))).toEqual({ points: new Float64Array(0), read: 0, torn: 0 })
    expect(readFrames(Buffer.concat(frameOf(new Float64Array(0))))).toMatchObject({ torn: 0, read: 16 })
  })
})

describe('lines of points', () => {
  const line = (series: number, step: number, data: string, kind = 'text'): string =>
    recordLine(series, recordText({ step, time: 10 + step, data, kind }))
  const whole = Buffer.from([line(0, 1, 'a'), line(5, 2, 'ö後🧪\n"'), line(0, 3, ''), line(5, -0.5, 'z')].join(''))

  test('come back by series, in their order', () => {
    expect(readRecordLines(whole)).toEqual({
      groups: new Map([
        [0, { steps: [1, 3], times: [11, 13], texts: ['a', ''] }],
        [5, { steps: [2, -0.5], times: [12, 9.5], texts: ['ö後🧪\n"', 'z'] }],
      ]),
      read: whole.length,
      torn: 0,
    })
  })

  test('have data of other kinds as JSON', () => {
    const data = { a: [1, null, 'x'], ö: -1e-300 }
    const text = recordLine(2 ** 32, recordText({ step: 1e21, time: 0, data, kind: 'json' }))
    const { groups } = readRecordLines(Buffer.from(text))
    expect(groups).toEqual(new Map([[2 ** 32, { steps: [1e21], times: [0], texts: [JSON.stringify(data)] }]]))
  })

  test('that are cut off at any byte give those before, and say how many bytes are torn', () => {
    for (let size = 0; size <= whole.length; size++) {
      const cut = whole.subarray(0, size)
      const end = cut.lastIndexOf(10) + 1
      const { groups, read, torn } = readRecordLines(cut)
      expect({ read, torn }).toEqual({ read: end, torn: size - end })
      const count = [...groups.values()].reduce((sum, { texts }) => sum + texts.length, 0)
      expect(count).toBe(cut.subarray(0, end).toString().split('\n').length - 1)
    }
  })

  test.each([
    'no json',
    '{"s":0,"n":1,"t":',
    '[1]',
    'null',
    '{}',
    '{"s":"0","n":1,"t":2,"x":""}',
    '{"s":0,"n":null,"t":2,"x":""}',
    '\0\0\0\0',
    '',
  ])('that follow one that is none (%j) are not lost', (broken) => {
    const { groups, torn, read } = readRecordLines(Buffer.from(`${line(0, 1, 'a')}${broken}\n${line(0, 2, 'b')}`))
    expect(groups).toEqual(new Map([[0, { steps: [1, 2], times: [11, 12], texts: ['a', 'b'] }]]))
    expect(torn).toBe(broken.length + 1)
    expect(read).toBe(line(0, 1, 'a').length + broken.length + 1 + line(0, 2, 'b').length)
  })
})
