import { expect, test } from 'vitest'
import { faultOfChart } from '../../../src/render/figures/check-chart.ts'

const axes = { x: { label: 'x' }, y: { label: 'y' }, colour: { label: 'c' } }

test.each([
  [{ type: 'lines', lines: [] }, `a visual of the type "lines" without "x", expected { label: '…' }`],
  [
    { type: 'lines', x: { label: 'x' }, y: { label: 'y', domain: [1, 1] }, lines: [] },
    'a visual of the type "lines" whose "y" has a domain that is none, expected [from, to], two ascending numbers',
  ],
  [{ type: 'lines', title: 3, lines: [] }, 'a visual of the type "lines" whose "title" is no text'],
  [{ type: 'lines', ...axes }, 'a visual of the type "lines" whose "lines" is no array'],
  [{ type: 'lines', ...axes, lines: [3] }, 'a visual of the type "lines" in which lines[0] is no object'],
  [{ type: 'lines', ...axes, lines: [{ x: [], y: [] }] }, 'a visual of the type "lines" in which lines[0] has no "label"'],
  [
    { type: 'lines', ...axes, lines: [{ label: 'a', x: [1, 2, 3], y: [1, 2] }] },
    'a visual of the type "lines" in which lines[0] has 3 of "x" and 2 of "y", expected as many of both',
  ],
  [
    { type: 'bars', ...axes, edges: [1, 2], heights: [1, 2] },
    'a visual of the type "bars" that has 2 of "edges" and 2 of "heights", expected one more of "edges"',
  ],
  [{ type: 'bars', ...axes, edges: ['a'], heights: [] }, 'a visual of the type "bars" that has no numbers as "edges"'],
  [
    { type: 'heat-map', ...axes, columns: [{ x: 1, edges: [1, 2], values: [] }] },
    'a visual of the type "heat-map" in which columns[0] has 2 of "edges" and 0 of "values", expected one more of "edges"',
  ],
  [
    { type: 'tiles', ...axes, tiles: [{ label: 'a', rows: ['bar'], columns: 2, values: [1] }] },
    'a visual of the type "tiles" in which tiles[0] has no whole numbers of "rows" and "columns"',
  ],
  [
    { type: 'tiles', ...axes, tiles: [{ label: 'a', rows: 2, columns: 2, values: [1] }] },
    'a visual of the type "tiles" in which tiles[0] has 1 values, expected 2 × 2',
  ],
])('%j', (visual, fault) => {
  expect(faultOfChart(visual)).toBe(fault)
})

test('dates and texts in places of others are', () => {
  const lines = [{ label: 'a', x: [new Date(0), 3], y: [1, 2] }]
  expect(faultOfChart({ type: 'lines', ...axes, lines })).toBe(
    'a visual of the type "lines" in which lines[0] has no numbers as "x"',
  )
  const tiles = [{ label: 'a', rows: 1, columns: 2, values: [1, 2], columnNames: ['x'] }]
  expect(faultOfChart({ type: 'tiles', ...axes, tiles })).toBe(
    'a visual of the type "tiles" in which tiles[0] has "columnNames" that are not 2 texts',
  )
})

test('what is right is not at fault', () => {
  const x = Float64Array.of(1, 2)
  expect(faultOfChart({ type: 'lines', ...axes, lines: [{ label: 'a', x, y: [1, Number.NaN] }] })).toBeNull()
  expect(faultOfChart({ type: 'bars', ...axes, edges: [1, 2, 3], heights: x })).toBeNull()
  expect(faultOfChart({ type: 'heat-map', ...axes, columns: [{ x: 1, edges: [1, 2], values: [1] }] })).toBeNull()
  expect(faultOfChart({ type: 'tiles', ...axes, tiles: [{ label: 'a', rows: 1, columns: 2, values: x }] })).toBeNull()
  expect(faultOfChart({ type: 'lines', ...axes, lines: [{ label: 'a', x: [new Date(0), new Date(1)], y: [1, 2] }] })).toBeNull()
  expect(faultOfChart({ type: 'document', entries: [] })).toBeNull()
})

test('charts over runs are told where they are wrong, and what is expected', () => {
  const [x, y] = [
    [1, 2],
    [3, 4],
  ]
  const curves = [{ label: 'a', x, y, low: [1] }]
  expect(faultOfChart({ type: 'curves', ...axes, curves })).toBe(
    'a visual of the type "curves" in which curves[0] has 2 of "x" and 1 of "low", expected as many of both',
  )
  expect(faultOfChart({ type: 'points', ...axes, sets: [{ label: 'a', x, y }], size: { width: -1 } })).toBe(
    'a visual of the type "points" whose "size" is none, expected { width, height, fontSize } in millimetres and points',
  )
  expect(faultOfChart({ type: 'boxes', ...axes, boxes: [{ label: 'a', values: x, quartiles: x }] })).toBe(
    'a visual of the type "boxes" in which boxes[0] has no "quartiles", expected [lower, median, upper]',
  )
  expect(faultOfChart({ type: 'parallel', axes: [{ label: 'a', values: [1, 'b'] }] })).toBe(
    'a visual of the type "parallel" in which axes[0] has neither numbers nor texts as "values"',
  )
  expect(faultOfChart({ type: 'points', ...axes, sets: [{ label: 'a', x, y }], paper: true, size: { fontSize: 8 } })).toBeNull()
})
