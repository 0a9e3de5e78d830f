import { describe, expect, test } from 'vitest'
import { chartKeys } from '../../ui/src/curves/chart-keys.ts'
import { countText, notesOf, pointTexts } from '../../ui/src/curves/chart-texts.ts'
import { nearestPoint } from '../../ui/src/curves/nearest-point.ts'
import type { NearPoint } from '../../ui/src/curves/nearest-point.ts'
import { heldOf, parseCurves } from '../../ui/src/curves/parse-curves.ts'
import type { Line } from '../../ui/src/curves/parse-curves.ts'
import { xRange, yRange } from '../../ui/src/curves/ranges.ts'

const lineOf = (id: string, y: readonly number[], changes: Partial<Line> = {}): Line => ({
  ...{ id, columns: ['x', 'y'], points: y.length, before: 0, at: 0, keep: [0, 0], shown: y.length, of: y.length, nonFinite: 0 },
  ...{ odd: [], unplaced: 0, repeated: 0, isInterpolated: false, runs: 1, left: [], extent: [0, y.length - 1] },
  numbers: { x: Float64Array.from(y.keys()), y: Float64Array.from(y) },
  ...changes,
})

test('an answer is read, and what was not sent again is what was there', () => {
  const answer = (lines: readonly object[], numbers: readonly number[]): ArrayBuffer => {
    const json = new TextEncoder().encode(JSON.stringify({ lines }))
    const length = Math.ceil((4 + json.length) / 8) * 8 - 4
    const bytes = new Uint8Array(4 + length + 8 * numbers.length).fill(0x20)
    new DataView(bytes.buffer).setUint32(0, length, true)
    bytes.set(json, 4)
    bytes.set(new Uint8Array(Float64Array.from(numbers).buffer), 4 + length)
    return bytes.buffer
  }
  const head = { id: 'a', columns: ['x', 'y'], points: 3, before: 0, at: 0, keep: [2, 77] }
  const first = parseCurves(answer([head], [0, 1, 2, 5, Number.NaN, 7]), new Map())
  expect(first[0]?.numbers).toEqual({ x: Float64Array.of(0, 1, 2), y: Float64Array.of(5, Number.NaN, 7) })
  expect(heldOf(first)).toEqual({ a: [2, 77] })
  const second = parseCurves(answer([{ ...head, before: 2, points: 2 }], [3, 4, 8, 9]), new Map([['a', first[0] as Line]]))
  expect(second[0]?.numbers).toEqual({ x: Float64Array.of(0, 1, 3, 4), y: Float64Array.of(5, Number.NaN, 8, 9) })
})

describe('ranges', () => {
  const line = lineOf('a', [-1, 10, Number.NaN, 100])
  test('of y are of what is seen, and of what has a place on a logarithmic axis', () => {
    expect(yRange([line], [0, 3], false)).toEqual([-1 - 101 * 0.05, 100 + 101 * 0.05])
    expect(yRange([line], [0.5, 2], false)).toEqual([9, 11])
    const [low = 0, high = 0] = yRange([line], [0, 3], true) ?? []
    expect([low > 8 && low < 10, high > 100 && high < 120]).toEqual([true, true])
    expect(yRange([lineOf('b', [Number.NaN])], [0, 3], false)).toBeNull()
  })

  test('of x are never empty', () => {
    expect(xRange([line, lineOf('b', [1], { extent: [5, 9] })], false)).toEqual([0, 9])
    expect(xRange([line], true)).toEqual([1, 3])
    expect(xRange([lineOf('b', [1])], false)).toEqual([-0.5, 0.5])
    expect(xRange([lineOf('b', [], { extent: null })], false)).toBeNull()
  })
})

const toPixel = (value: number, axis: 'x' | 'y'): number => (axis === 'x' ? 100 * value : 50 - value)

test('the nearest point is of the nearest line, never where there is no value', () => {
  const lines = [lineOf('low', [0, 0, 0]), lineOf('high', [40, Number.NaN, 40])]
  expect(nearestPoint(lines, { x: 195, y: 12 }, toPixel)).toMatchObject({ line: { id: 'high' }, index: 2, x: 200, y: 10 })
  expect(nearestPoint(lines, { x: 101, y: 12 }, toPixel)).toMatchObject({ line: { id: 'low' }, index: 1 })
  expect(nearestPoint(lines, { x: 400, y: 12 }, toPixel)).toBeNull()
})

test('keys go along points and between lines, zoom, and select', () => {
  const lines = [lineOf('a', [1, Number.NaN, 3]), lineOf('b', [4, 5, 6])]
  let near: NearPoint | null = null
  const said: unknown[] = []
  const press = (...keys: readonly string[]): void => {
    for (const key of keys) {
      const onNear = (point: NearPoint | null): void => void (near = point)
      const onKeyDown = chartKeys({
        lines,
        near,
        x: [0, 2],
        toPixel: () => toPixel,
        onNear,
        onZoom: (x) => said.push(x),
        onPick: (id) => said.push(id),
      })
      const target = {}
      onKeyDown({ key, target, currentTarget: target, ctrlKey: false, metaKey: false, preventDefault: () => undefined })
    }
  }
  press('ArrowRight', 'ArrowRight')
  expect(near).toMatchObject({ line: { id: 'a' }, index: 2 })
  press('ArrowDown', 'ArrowLeft')
  expect(near).toMatchObject({ line: { id: 'b' }, index: 1 })
  press('Enter', '+', '0', 'Escape')
  expect([said, near]).toEqual([['b', [0.5, 1.5], null], null])
})

test('counts are exact, and what cannot be seen is said', () => {
  const many = lineOf('a', [1], { shown: 840, of: 5000, nonFinite: 2 })
  expect(countText([many, lineOf('b', [1, 2])], 'step')).toBe('showing 2–840 of 2–5,000 points')
  expect(countText([lineOf('b', [1, 2])], 'time')).toBe('all 2 points')
  expect(countText([], 'step')).toBe('')
  const damaged = [
    many,
    lineOf('c', [0, 1], { left: ['1 unreadable', '2 without this series'] }),
    lineOf('d', [], { left: ['1 unreadable'] }),
  ]
  expect(notesOf(damaged, { isLogY: true, from: 0 })).toEqual([
    '2 values are NaN or infinite',
    'values of zero and below have no place on a logarithmic axis',
    '2 runs unreadable',
    '2 runs without this series',
  ])
  const group = {
    x: Float64Array.of(0),
    y: Float64Array.of(2),
    low: Float64Array.of(1),
    high: Float64Array.of(3),
    n: Float64Array.of(5),
  }
  expect(pointTexts(lineOf('g', [2], { numbers: group }), 0)).toEqual(['2', '1 to 3, 5 runs'])
  expect(pointTexts(lineOf('s', [2], { numbers: { ...group, smooth: Float64Array.of(2.5) } }), 0)).toEqual([
    '2.5',
    'raw 2, 1 to 3, 5 runs',
  ])
})
