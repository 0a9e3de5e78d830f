import { expect, test } from 'vitest'
import type { Look } from '../../src/api/kind.ts'
import type { Series } from '../../src/api/tracking.ts'
import { jsonLook } from '../../src/drawing/json-look.ts'
import { tableKind } from '../../src/tracking/kinds/table.ts'

const look: Look = { title: 't', label: 't', options: {} }

/** As much of a series as is needed to draw it. */
function seriesOf<V>(values: readonly V[]): Series<V> {
  const points = values.map((value, step) => ({ step, time: 0, value }))
  return Object.assign(Object.create(null), { length: points.length, [Symbol.iterator]: () => points.values() }) as Series<V>
}

test('a table that was tracked once has no column with its step, of several each row has it', () => {
  const columnsOf = (tables: readonly (readonly object[])[]): unknown =>
    tableKind.compile?.(seriesOf(tables as never), look).flatMap((visual) => ('records' in visual ? [...visual.records] : []))
  expect(columnsOf([[{ a: 1 }, { a: 2 }]])).toEqual([{ a: 1 }, { a: 2 }])
  expect(columnsOf([[{ a: 1 }], [{ a: 2 }]])).toEqual([
    { step: 0, a: 1 },
    { step: 1, a: 2 },
  ])
})

test('so has a record, or anything else that has no look of its own', () => {
  const recordsOf = (values: readonly unknown[]): unknown =>
    jsonLook(seriesOf(values), look).flatMap((visual) => ('records' in visual ? [...visual.records] : []))
  expect(recordsOf([{ n: 60 }])).toEqual([{ n: 60 }])
  expect(recordsOf([true])).toEqual([{ value: true }])
  expect(recordsOf([{ n: 1 }, 2])).toEqual([
    { step: 0, n: 1 },
    { step: 1, value: 2 },
  ])
})
