import { describe, expect, test } from 'vitest'
import { selectRows } from '../../ui/src/runs/selection.ts'
import { columnStarts, columnWindow } from '../../ui/src/table/column-window.ts'
import { HIGHEST, clampPosition, listHeight, positionToShow, rowWindow, scrollScale } from '../../ui/src/table/row-window.ts'

const SIZE = { count: 1000, rowHeight: 30, viewport: 600 }

describe('rows that are seen', () => {
  test('a few more than fit are drawn, and none that are not there', () => {
    expect(rowWindow(SIZE, 0)).toEqual({ from: 0, to: 26, top: 0 })
    expect(rowWindow(SIZE, 3015)).toEqual({ from: 94, to: 127, top: -195 })
    expect(rowWindow({ ...SIZE, count: 3 }, 50)).toEqual({ from: 0, to: 3, top: 0 })
  })

  test('a list higher than browsers allow ends with its last row', () => {
    const size = { ...SIZE, count: 10_000_000 }
    expect(listHeight(size)).toBe(HIGHEST)
    const atTheEnd = (HIGHEST - size.viewport) * scrollScale(size)
    expect(rowWindow(size, atTheEnd).to).toBe(10_000_000)
    expect(scrollScale(SIZE)).toBe(1)
  })

  test('a row that is seen moves nothing, and others just come in', () => {
    expect(positionToShow(SIZE, 10, 0)).toBe(0)
    expect(positionToShow(SIZE, 20, 0)).toBe(30)
    expect(positionToShow(SIZE, 5, 600)).toBe(150)
    expect(clampPosition(SIZE, 1e9)).toBe(29_400)
  })
})

test('columns are drawn where something of them is seen', () => {
  const starts = columnStarts([100, 50, 200, 80])
  expect(columnWindow(starts, 0, 120)).toEqual({ from: 0, to: 2 })
  expect(columnWindow(starts, 149, 151)).toEqual({ from: 1, to: 3 })
  expect(columnWindow(starts, 1000, 1200)).toEqual({ from: 4, to: 4 })
})

describe('a selection', () => {
  const ids = ['a', 'b', 'c', 'd']
  const base = { selected: ['b'], row: 3, anchor: 1, idOf: (row: number) => ids[row], count: 4 }
  test.each([
    ['only', ['d']],
    ['toggle', ['b', 'd']],
    ['extend', ['b', 'c', 'd']],
    ['all', ['a', 'b', 'c', 'd']],
    ['none', []],
  ] as const)('%s', (how, expected) => expect(selectRows({ ...base, how })).toEqual(expected))

  test('a click on the one that is selected takes it back', () =>
    expect(selectRows({ ...base, row: 1, how: 'only' })).toEqual([]))
})
