import { beforeAll, describe, expect, test } from 'vitest'
import type { ListedRun } from '../../src/archive/listing/list-runs.ts'
import type { ResultMeta } from '../../src/format/meta.ts'
import type { ArchivedRun } from '../../src/archive/opening/archived-run.ts'
import { bestOf, checkDirections, directionsOf } from '../../src/query/best.ts'
import { columnOf, headingOf, resultColumns, varyingParameters } from '../../src/query/columns.ts'
import { splitExpressions } from '../../src/query/split-expressions.ts'
import { tabulate, tabulateFirst } from '../../src/query/runs-table.ts'
import { orderGroups } from '../../src/query/order-groups.ts'
import { groupRuns } from '../../src/query/groups.ts'
import { loadLanguage } from '../../src/query/filter/environment.ts'
import type { RunFields } from '../../src/query/run-fields.ts'

beforeAll(loadLanguage)

interface Made {
  readonly t: number
  readonly seed: number
  readonly m?: unknown
  readonly status?: string
  readonly name?: string
  readonly results?: readonly ResultMeta[]
}

function made({ t, seed, m, status = 'done', name = 'ising', results = [] }: Made): RunFields {
  const params = { t, size: 8, seed }
  const data = m === undefined ? {} : { m }
  const run = {
    name: `2026-11-30_12-00-00_${String(seed).padStart(4, 'x')}`,
    status,
    seed,
    meta: { name },
  } as unknown as ArchivedRun
  return {
    run,
    listed: { status, brief: { name: run.meta.name, seed, results } } as unknown as ListedRun,
    damage: null,
    params,
    data,
    series: {},
    all: { params, data, series: {}, status, seed, name, now: new Date() },
  }
}

const RUNS = [
  made({ t: 3, seed: 1, m: 0.3 }),
  made({ t: 1.5, seed: 1, m: 0.9 }),
  made({ t: 1.5, seed: 2, m: 0.8 }),
  made({ t: 1.5, seed: 2, m: 1 }),
  made({ t: 3, seed: 2, m: 0.5, status: 'failed' }),
  made({ t: 3, seed: 3 }),
  made({ t: 3, seed: 4, m: Number.NaN }),
]

describe('groups in an order', () => {
  const tables = [groupRuns(RUNS), groupRuns([made({ t: 1, seed: 1 }), made({ t: 1, seed: 2 })])]

  test('are sorted by their keys or means, by heading or expression, and cut', () => {
    const keysBy = (...sort: readonly string[]): readonly unknown[] =>
      orderGroups(tables, { sort }).map(({ groups }) => groups.map(({ key }) => key[0]))
    expect(keysBy('-t')).toEqual([[3, 1.5], [undefined]])
    expect(keysBy('m')).toEqual([[3, 1.5], [undefined]])
    expect(keysBy('-data.m', 't')).toEqual([[1.5, 3], [undefined]])
    expect(orderGroups(tables, { sort: ['-m'], limit: 1 }).map(({ groups }) => groups.length)).toEqual([1, 1])
  })

  test('refuse what no table has, and suggest what was meant', () => {
    const coded = expect.objectContaining({ code: 'QUERY_INVALID', hint: expect.stringContaining('t') })
    expect(() => orderGroups(tables, { sort: ['-tt'] })).toThrow(coded)
  })
})

describe('groups', () => {
  test('are the runs that are equal but for the seed; what does not count is named, and seeds that repeat', () => {
    const { labels, values, groups } = groupRuns(RUNS)
    expect([labels, values]).toEqual([['t'], ['m']])
    expect(groups.map(({ key, n, runs, repeatedSeeds }) => [key, n, runs.length, repeatedSeeds])).toEqual([
      [[1.5], [3, 3], 3, [2]],
      [[3], [1, 1], 4, []],
    ])
    expect(groups[0]?.values[0]?.summary).toMatchObject({ n: 3, mean: 0.9 })
    expect(groups[1]?.values[0]?.leftOut.map(({ why }) => why)).toEqual(['failed', 'no value', 'NaN'])
  })

  test('are by any expressions, over any numbers', () => {
    const { labels, values, groups } = groupRuns(RUNS, { by: ['status', 'params.t > 2'], values: ['data.m * 10', 'seed'] })
    expect([labels, values]).toEqual([
      ['status', 'params.t > 2'],
      ['data.m * 10', 'seed'],
    ])
    expect(groups.map(({ key, n, values: own }) => [key, n, own[0]?.summary?.mean ?? null, own[1]?.summary?.n ?? null])).toEqual([
      [['done', false], [3, 3], 9, 3],
      [['done', true], [1, 3], 3, 3],
      [['failed', true], [0, 0], null, null],
    ])
  })

  test('of values with the same heading keep both', () => {
    expect(groupRuns(RUNS, { values: ['data.m', 'data["m"]'] }).values).toEqual(['data.m', 'data["m"]'])
  })

  test('of several experiments are apart, with their names', () => {
    const { labels, groups } = groupRuns([...RUNS, made({ t: 3, seed: 9, m: 1, name: 'potts' })])
    expect(labels).toEqual(['experiment', 't'])
    expect(groups.map(({ key }) => key)).toEqual([
      ['ising', 1.5],
      ['ising', 3],
      ['potts', 3],
    ])
    expect(groupRuns([])).toEqual({ labels: [], values: [], results: [], groups: [], pooled: null })
  })
})

test('very small numbers are told apart as others are', () => {
  const near = (base: number) => Array.from({ length: 6 }, (_, i) => base + i * 1e-17)
  const { groups } = groupRuns([1e-14, 9e-14].flatMap((base, t) => near(base).map((m, seed) => made({ t, seed, m }))))
  expect(
    bestOf(
      groups.flatMap(({ values }) => values),
      'min',
    ).marks,
  ).toEqual([true, false])
})

describe('the best group', () => {
  const groupsOf = (...numbers: readonly (readonly number[])[]) =>
    groupRuns(numbers.flatMap((list, t) => list.map((m, seed) => made({ t, seed, m })))).groups.flatMap(({ values }) => values)
  const TEN = Array.from({ length: 10 }, (_, i) => i / 100)
  const above = (by: number): number[] => TEN.map((value) => value + by)

  test('has the highest or the lowest mean; one that a test by pairs tells from it is not marked', () => {
    const groups = groupsOf(TEN, above(0.001), above(1))
    expect(bestOf(groups, 'max')).toEqual({ marks: [false, false, true], tested: 2, others: 2 })
    expect(bestOf(groups, 'min')).toEqual({ marks: [true, false, false], tested: 2, others: 2 }) // the same seeds: always below
  })

  test('is not alone where a test does not tell another from it, also without pairs', () => {
    const noisy = TEN.map((value, i) => value + (i % 2 === 0 ? 0.02 : -0.019))
    expect(bestOf(groupsOf(TEN, noisy), 'max')).toEqual({ marks: [true, true], tested: 1, others: 1 })
    expect(bestOf(groupsOf([1, 2, 3, 4, 5], [1.1, 2, 3, 4]), 'max')).toEqual({ marks: [true, true], tested: 1, others: 1 })
  })

  test('is each of those whose means differ by rounding errors alone', () => {
    expect(bestOf(groupsOf([0.9], [0.899_999_999_999_999_9], [0.89]), 'max').marks).toEqual([true, true, false])
  })

  test('is alone where there are too few runs for a test ever to tell any two apart', () => {
    expect(bestOf(groupsOf([1, 2, 3], [1.1, 2, 3]), 'max')).toEqual({ marks: [false, true], tested: 0, others: 1 })
    expect(bestOf(groupsOf([5], [4]), 'min')).toEqual({ marks: [false, true], tested: 0, others: 1 })
    expect(bestOf(groupsOf([5]), 'min')).toEqual({ marks: [true], tested: 0, others: 0 })
  })
})

test('a column is what each run has for an expression, with a heading of its name', () => {
  expect(columnOf(RUNS.slice(0, 2), 'data.m')).toEqual({ label: 'm', expression: 'data.m', cells: [0.3, 0.9], result: undefined })
  expect(columnOf(RUNS.slice(0, 2), 'params.t + 1').cells).toEqual([4, 2.5])
  expect(varyingParameters(RUNS).map(({ label }) => label)).toEqual(['t'])
  expect(splitExpressions('params.t, data["a,b"] , max(1, 2),')).toEqual(['params.t', 'data["a,b"]', 'max(1, 2)'])
})

test('the column git has commits in short, which say where files differed', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  const at = (git: object): RunFields => {
    const fields = made({ t: 1, seed: 1 })
    return { ...fields, all: { ...fields.all, git } }
  }
  const runs = [at({ commit, branch: 'main', dirty: false }), at({ commit, branch: null, dirty: true }), at({})]
  expect(columnOf(runs, 'git').cells).toEqual(['0123456789', '0123456789-dirty', undefined])
  expect(columnOf(runs, 'code=git')).toMatchObject({ label: 'code', cells: ['0123456789', '0123456789-dirty', undefined] })
})

describe('a column with a name', () => {
  test('has that as its heading, without a unit, wherever the = stands', () => {
    const named = (text: string): unknown => {
      const { label, expression, cells } = columnOf(RUNS.slice(0, 2), text)
      return [label, expression, cells]
    }
    expect(named('mean =data.m')).toEqual(['mean', 'data.m', [0.3, 0.9]])
    expect(named('"a, b"=params.t')).toEqual(['a, b', 'params.t', [3, 1.5]])
    expect(named('hot = params.t >= 2 && params.t != 1')).toEqual(['hot', 'params.t >= 2 && params.t != 1', [true, false]])
    expect(named('params.t == 3')).toEqual(['params.t == 3', 'params.t == 3', [true, false]])
    expect(named('params.t == 3 ? "=" : "a=b"')).toMatchObject([expect.any(String), expect.any(String), ['=', 'a=b']])
    const { labels, values } = groupRuns(RUNS, { by: ['temperature=params.t'], values: ['m2=data.m * 2'] })
    expect([labels, values]).toEqual([['temperature'], ['m2']])
  })

  test.each([
    ['=data.m', 'There is no name before ='],
    ['a=', 'There is no expression behind a='],
    ['params.t=3', 'to compare is =='],
  ])('%s is refused: %s', (text, reason) => {
    const coded = expect.objectContaining({ code: 'QUERY_INVALID', message: expect.stringContaining(reason) })
    expect(() => columnOf(RUNS, text)).toThrow(coded)
  })

  test('is asked of the first runs alone, and of the others where none of them has it', () => {
    const asked: RunFields[] = []
    const runs = [made({ t: 1, seed: 1 }), ...RUNS].map((run) => {
      return {
        ...run,
        get data() {
          asked.push(run)
          return run.data
        },
      }
    })
    const cells = (limit: number, text: string): unknown =>
      tabulateFirst(runs, limit, [text]).columns.map((column) => column.cells)
    expect(cells(3, 'data.m')).toEqual([[undefined, 0.3, 0.9]])
    expect(asked.length).toBeGreaterThan(0)
    expect(new Set(asked).size).toBeLessThanOrEqual(3)
    expect(cells(1, 'data.m')).toEqual([[undefined]])
    expect(() => cells(1, 'data.n')).toThrow(expect.objectContaining({ code: 'QUERY_FIELD_UNKNOWN' }))
  })

  test('is refused where another column is called so', () => {
    const columns = (...texts: readonly string[]): unknown => tabulate(RUNS, texts).columns.map(({ label }) => label)
    expect(() => columns('a=params.t', 'a=data.m')).toThrow(/Another column is called a/)
    expect(() => columns('run=params.t')).toThrow(/Another column is called run/)
    expect(columns('s=seed', 'data.m')).toEqual(['s', 'm'])
  })
})

describe('results that an experiment declares', () => {
  const loss: ResultMeta = { name: 'loss', direction: 'min', unit: 'nats' }
  const declared: ResultMeta = { name: 'm', direction: 'max', unit: null }
  const runs = RUNS.map((run): RunFields => {
    const { brief } = run.listed
    const listed = { ...run.listed, brief: { ...brief, results: [loss, declared] } }
    return { ...run, listed, data: { ...run.data, other: 1 }, series: { loss: { last: 0.5 }, more: { last: 2 } } }
  })

  test('are its columns, values before the last of a series; a heading has the unit', () => {
    const columns = resultColumns(runs)
    expect(columns.map(({ label, expression }) => [label, expression])).toEqual([
      ['loss', 'series.loss.last'],
      ['m', 'data.m'],
    ])
    expect(columns.map(headingOf)).toEqual(['loss (nats)', 'm'])
    expect(columns.map(({ cells }) => cells[0])).toEqual([0.5, 0.3])
    expect(resultColumns(RUNS).map(({ label }) => label)).toEqual(['m'])
  })

  test('leave runs of other experiments those that they measured, and are those of older runs of the same', () => {
    const old = made({ t: 3, seed: 8, m: 2 })
    const potts = made({ t: 3, seed: 9, m: 1, name: 'potts' })
    expect(resultColumns([...runs, old]).map(({ label }) => label)).toEqual(['loss', 'm'])
    const columns = resultColumns([...runs, { ...potts, data: { energy: 3 } }])
    expect(columns.map(({ label, cells }) => [label, cells.at(-1)])).toEqual([
      ['loss', undefined],
      ['m', undefined],
      ['energy', 3],
    ])
  })

  test('say which mean is the best, also where values are asked for', () => {
    const all = groupRuns(runs)
    expect(all.values).toEqual(['loss', 'm'])
    expect(directionsOf(all, 'declared')).toEqual(['min', 'max'])
    expect(directionsOf(all, 'max')).toEqual(['max', 'max'])
    expect(directionsOf(all, null)).toEqual([null, null])
    expect(directionsOf(all, { 'data.m': 'max' })).toEqual([null, 'max'])
    expect(directionsOf(all, { loss: 'min', m: 'max' })).toEqual(['min', 'max'])
    expect(() => checkDirections([all], { los: 'min' })).toThrow(/No value is called los/)
    expect(() => checkDirections([all, groupRuns(RUNS)], { loss: 'min' })).not.toThrow()
    expect(columnOf(runs, 'nats=series.loss.last')).toMatchObject({ label: 'nats', result: { direction: 'min', unit: null } })
    const asked = groupRuns(runs, { values: ['data.m', 'series.loss.last', 'data.m * 2', 'params.t'] })
    expect(directionsOf(asked, 'declared')).toEqual(['max', 'min', null, null])
  })
})
