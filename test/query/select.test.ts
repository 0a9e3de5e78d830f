import { beforeAll, describe, expect, test } from 'vitest'
import type { ListedRun } from '../../src/archive/listing/list-runs.ts'
import type { ArchivedRun } from '../../src/archive/opening/archived-run.ts'
import { loadLanguage } from '../../src/query/filter/environment.ts'
import type { RunFields } from '../../src/query/run-fields.ts'
import { selectRuns } from '../../src/query/select.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const DAY = 86_400_000

beforeAll(loadLanguage)

interface Made {
  readonly params?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
  readonly series?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

function made({ params = {}, data = {}, series = {}, ...fields }: Made, index: number): RunFields {
  const all = {
    start: NOW,
    duration: 1,
    seed: index,
    tags: [],
    status: 'done',
    error: '',
    git: {},
    ...fields,
    now: NOW,
    params,
    data,
    series,
  }
  return { run: { name: `run-${index}` } as ArchivedRun, listed: {} as ListedRun, damage: null, params, data, series, all }
}

const RUNS = [
  {
    namespace_: 'a/namespace',
    params: { t: 1.5, n: 3, 'a b': 'x' },
    data: { 'metrics/accuracy': 0.9, metrics: { accuracy: 0.9 } },
    tags: ['paper'],
  },
  {
    namespace_: 'b',
    params: { t: 2.5, n: 4 },
    data: { 'metrics/accuracy': 0.7, metrics: { accuracy: 0.7 } },
    start: new Date(NOW.getTime() - 10 * DAY),
  },
  {
    namespace_: 'c',
    params: { t: 3.5, n: 5, only: true },
    series: { loss: { last: 0.1, min: 0.05 } },
    status: 'failed',
    duration: 90,
  },
].map(made)

const names = (runs: readonly RunFields[]): number[] => runs.map(({ run }) => Number(run.name.slice(4)))
const where = async (text: string): Promise<number[]> => names(await selectRuns(RUNS, { where: text }))

describe('a filter', () => {
  test.each<[string, number[]]>([
    ['params.t > 2', [1, 2]],
    ['params.t == 2.5 && params.n == 4', [1]],
    ['params.n % 2 == 1', [0, 2]],
    ['params.n / 2 > params.t', []],
    ['params.t <= 3/2', [0]],
    ['params.t == (2 + 1) / 2', [0]],
    ['params.t * 10 / 4 == 3.75 && status == "done"', [0]],
    ['params.t * 2 - 1 >= 4.0 || status == "failed"', [1, 2]],
    ['params["a b"] == "x"', [0]],
    ['data["metrics/accuracy"] > 0.8', [0]],
    ['data.metrics.accuracy < 0.8', [1]],
    ['series.loss.last < 1', [2]],
    ['start > now - duration("7d")', [0, 2]],
    ['start < now - duration("1w") && params.n == 4', [1]],
    ['start > now - duration("24h")', [0, 2]],
    ['duration > 60', [2]],
    ['duration > duration("1m")', [2]],
    ['start > timestamp("2026-11-25")', [0, 2]],
    ['status in ["done", "crashed"]', [0, 1]],
    ['seed == 1', [1]],
    ['!(params.only == true)', []],
    ['params.only == true || params.t < 2', [0, 2]],
    ['has(params.only)', [2]],
    ['params.t > params.n', []],
    ['namespace == "a/namespace" && params.t < 2', [0]],
    ['namespace.startsWith("b")', [1]],
  ])('%s', async (text, found) => {
    expect(await where(text)).toEqual(found)
  })

  test('what the only run does not have is said of one run', async () => {
    await expect(selectRuns(RUNS.slice(0, 1), { where: 'params.tt > 2' })).rejects.toThrow('The only run has no parameter "tt":')
  })

  test.each([
    ['parms.t > 2', 'QUERY_INVALID', 'There is no field parms:\n         parms.t > 2\n         ^ Did you mean params?'],
    ['params.t > 2 && prams.t', 'QUERY_INVALID', '         params.t > 2 && prams.t\n                         ^'],
    ['t > 2', 'QUERY_INVALID', 'There is no field t:\n         t > 2\n         ^ Did you mean params.t?'],
    [
      'status = "done"',
      'QUERY_INVALID',
      'Write == in place of =:\n         status = "done"\n                ^ Did you mean status == "done"?',
    ],
    ['status = done and params.t = 2', 'QUERY_INVALID', 'Did you mean status == "done" && params.t == 2?'],
    ['status in [done, failed]', 'QUERY_INVALID', 'Did you mean status in ["done", "failed"]?'],
    ['status == done', 'QUERY_INVALID', 'There is no field done, and text stands in quotes:'],
    ['not status == "a and b" OR seed <> 2', 'QUERY_INVALID', 'Did you mean !(status == "a and b") || seed != 2?'],
    ['status not in ["done"]', 'QUERY_INVALID', 'Write ! in place of not:'],
    ['status not in ["done"]', 'QUERY_INVALID', 'Did you mean !(status in ["done"])?'],
    ['not (seed == 2)', 'QUERY_INVALID', 'Did you mean !(seed == 2)?'],
    ['params.t > 2 and', 'QUERY_INVALID', 'Write && in place of and:\n         params.t > 2 and\n                      ^'],
    ['params.t >', 'QUERY_INVALID', 'The expression ends where more has to follow'],
    ['start > now - duration("7d") && x', 'QUERY_INVALID', '\n                                         ^'],
    ['params.t + 1', 'QUERY_INVALID', 'not true or false'],
    [
      'params.tt > 2',
      'QUERY_FIELD_UNKNOWN',
      'None of 3 runs has a parameter "tt":\n         params.tt > 2\n                ^ Did you mean params.t?',
    ],
    ['data["metrics/acuracy"] > 2 || status == "done"', 'QUERY_FIELD_UNKNOWN', 'Did you mean data["metrics/accuracy"]?'],
    ['series.los.last > 2', 'QUERY_FIELD_UNKNOWN', 'a series "los"'],
    [
      'data.metrics.acuracy > 0.5',
      'QUERY_FIELD_UNKNOWN',
      'None of 3 runs has a value "metrics/acuracy":\n         data.metrics.acuracy > 0.5\n                      ^ Did you mean data.metrics.accuracy?',
    ],
    ['data["metrics"]["acuracy"] > 0.5', 'QUERY_FIELD_UNKNOWN', 'Did you mean data.metrics.accuracy?'],
    ['series.loss.lats < 1', 'QUERY_FIELD_UNKNOWN', 'Did you mean series.loss.last?'],
    ['params.t > "a"', 'QUERY_INVALID', 'no such overload'],
  ])('%s is refused with a caret', async (text, code, said) => {
    const error = await where(text).then(
      () => null,
      (thrown: unknown) => thrown as { code: string; message: string; hint?: string },
    )
    expect(error?.code).toBe(code)
    expect(`${error?.message} ${error?.hint ?? ''}`).toContain(said)
  })

  test('asks for more than keys of plain objects: lists, texts and what only some runs have nested', async () => {
    const deep = [{ data: { a: [{ x: 1 }] } }, { data: { a: { b: 1 } } }, { data: { t: 'text' } }].map(made)
    const found = async (text: string): Promise<number[]> => names(await selectRuns(deep, { where: text }))
    expect(await found('data.a[0].x == 1')).toEqual([0])
    expect(await found('data.a.b == 1')).toEqual([1])
    expect(await found('data.t.size() == 4')).toEqual([2])
    expect(await found('data.a.c == 1')).toEqual([])
  })

  test('of no runs finds none', async () => {
    expect(await selectRuns([], { where: 'params.x > 1' })).toEqual([])
  })
})

describe('sorting', () => {
  test('is by any expression, descending with a minus, and what is missing comes last', async () => {
    const sorted = async (...sort: readonly string[]): Promise<number[]> => names(await selectRuns(RUNS, { sort }))
    expect(await sorted('-params.t')).toEqual([2, 1, 0])
    expect(await sorted('data.metrics.accuracy')).toEqual([1, 0, 2])
    expect(await sorted('-data.metrics.accuracy')).toEqual([0, 1, 2])
    expect(await sorted('status', '-params.n')).toEqual([1, 0, 2])
    expect(await sorted('start')).toEqual([1, 0, 2])
  })

  test('comes before the limit', async () => {
    expect(names(await selectRuns(RUNS, { where: 'params.t > 2', sort: ['-params.t'], limit: 1 }))).toEqual([2])
  })
})
