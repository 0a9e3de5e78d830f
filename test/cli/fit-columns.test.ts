import { expect, test } from 'vitest'
import { fitColumns, leftColumnsText } from '../../src/cli/fit-columns.ts'
import type { FitOptions } from '../../src/cli/fit-columns.ts'
import { groupsText } from '../../src/cli/groups-text.ts'
import type { Groups } from '../../src/query/groups.ts'
import { colorsFor } from '../../src/render/colors.ts'

const headings = ['status', 'run', 'learning rate of the head', 'loss', 'message']
const rows = [
  ['done', 'ising/a', '0.1', '0.25', 'x'.repeat(100)],
  ['failed', 'ising/bcd', '0.25', '–', ''],
]
const table = { headings, rows, numeric: new Set([2, 3]) }
const fit = (options: FitOptions): ReturnType<typeof fitColumns> => {
  const fitted = fitColumns(table, options)
  expect(fitted.lines.filter((line) => line.length > options.width)).toEqual([])
  return fitted
}

test('all columns stand whole where there is no terminal, or room', () => {
  for (const width of [Infinity, 200]) {
    const { lines, left } = fit({ width, least: 1 })
    expect([lines[0], lines[1]?.includes('x'.repeat(100)), left]).toEqual([
      headings.join('  ').replace('run', 'run      '),
      true,
      [],
    ])
  }
})

test('where there is less room headings and long texts are cut, and then the columns that matter least are left out', () => {
  const { lines, left } = fit({ width: 80, least: 1 })
  expect([lines[0], left]).toEqual([expect.stringContaining('learni… head  loss  message'), []])
  expect(lines[1]).toMatch(/ {2}x{13}…x{12}$/)
  expect(fit({ width: 40, least: 1 })).toMatchObject({ left: ['message'] })
  expect(fit({ width: 30, first: [1, 3], least: 2 })).toMatchObject({ left: ['learning rate of the head', 'message'] })
  const { lines: least, left: others } = fit({ width: 20, first: [1, 3], least: 2 })
  expect([least, others.length]).toEqual([['run        loss', 'ising/a    0.25', 'ising/bcd     –'], 3])
})

test('what is there in any case is cut where it has no room', () => {
  expect(fit({ width: 16, first: [1, 0], least: 2 }).lines[2]).toBe('failed  isin…bcd')
})

test('headings stay different', () => {
  const twins = {
    headings: ['validation accuracy', 'validation entropy y', 'n'],
    rows: [['1', '2', '3']],
    numeric: new Set<number>(),
  }
  expect(
    fitColumns({ ...twins, headings: ['validation bad loss', 'validation odd loss', 'n'] }, { width: 42, least: 1 }),
  ).toEqual({
    lines: ['validation bad loss  validation odd loss', '1                    2'],
    left: ['n'],
  })
  expect(fitColumns(twins, { width: 30, least: 1 }).lines[0]).toBe('valida…uracy  valida…opy y  n')
})

test('a line says which columns are left out, and how to see them', () => {
  expect(leftColumnsText([])).toBe(null)
  expect(leftColumnsText(['a'])).toBe('1 column more (a): --csv, or a wider terminal')
  expect(leftColumnsText([...'abcdef'])).toBe('6 columns more (a, b, c, d, e, …): --csv, or a wider terminal')
})

test('groups keep n, the first value and the keys; notes are wrapped, and cut where there are many', () => {
  const summary = {
    n: 3,
    mean: 0.5,
    sd: 0.1,
    se: 0.05,
    median: 0.5,
    interquartileMean: 0.5,
    min: 0.4,
    max: 0.6,
    interval: [0.4, 0.6],
  } as const
  const labels = ['rate', 'optimizer']
  const values = ['validationAccuracy', 'validationLoss', 'trainingTime']
  const groups = Array.from({ length: 12 }, (_, i) => ({
    key: [i, 'adam'],
    runs: [],
    n: [3, 3],
    repeatedSeeds: [1, 2],
    values: values.map(() => ({ summary, numbers: [], leftOut: [] })),
  }))
  const all = { labels, values, results: values.map(() => null), groups, pooled: null } as unknown as Groups
  const text = (width: number): readonly string[] =>
    groupsText(all, { colors: colorsFor({}, {}), width, directions: [] })
      .trimEnd()
      .split('\n')
  expect(text(Infinity)[0]).toBe('rate  optimizer  n  validationAccuracy  validationLoss  trainingTime')
  expect(text(50).filter((line) => line.length > 50)).toEqual([])
  expect(text(50)[0]).toBe('rate  optimizer  n  valida…uracy  valida…nLoss')
  expect(text(50).join(' ')).toContain('1 column more (trainingTime): --csv, or a wider terminal')
  expect(text(50).at(-1)).toBe('… 2 more: --json')
  expect(text(50).slice(14).join(' ')).toContain(
    'rate 0, optimizer adam: the seeds 1, 2 come more than once: all of these runs count',
  )
})
