import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { bootstrapInterval } from '../../../src/query/statistics/bootstrap-interval.ts'
import { ArchiveState } from '../../../src/server/archive-state.ts'
import { createApp } from '../../../src/server/create-app.ts'
import type { CurveColumn, CurveLine } from '../../../src/server/protocol.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { JournalBuilder } from '../../tracking/sealing/support/build-journal.ts'
import type { SamplePoint } from '../../tracking/sealing/support/build-journal.ts'

const HOST = '127.0.0.1:4000'
const START = 1000
const folder = tempFolder()
let archive: ArchiveState
let app: ReturnType<typeof createApp>
let live: { add(from: number, until: number): void }

interface Made {
  readonly index: number
  readonly rate: number
  readonly status?: 'done' | 'failed' | 'running'
  readonly points: readonly SamplePoint[]
}

/** A run with the series `loss`, and `epoch`, which is half the step. */
async function addRun({ index, rate, status = 'done', points }: Made): Promise<JournalBuilder> {
  const parameters = {
    rate: { value: rate, type: 'number', description: null, usable: true, default: 0, source: 'code' },
  } as const
  const own = { run: `run-${index}`, seed: index, start_time: START, parameters, status } as const
  const writer = makeRun(folder, `study/run-${index}`, { ...own, phase: status === 'running' ? 'run' : 'ended' })
  const journal = new JournalBuilder(writer.folder)
  journal.write(journal.define('loss'), ...points)
  journal.write(journal.define('epoch'), ...points.map(([step, time]) => [step, time, step / 2] as const))
  journal.write(journal.define('half'), ...points.map(([step, time]) => [step, time, Math.floor(step / 2)] as const))
  if (status === 'running') writer.writeAlive(describeProcess())
  else await sealTracked(writer.folder, 'runlab test')
  return journal
}

const line = (count: number, valueOf: (step: number) => number): readonly SamplePoint[] =>
  Array.from({ length: count }, (_, step) => [step, START * 1000 + 500 * step, valueOf(step)])

beforeAll(async () => {
  await addRun({ index: 0, rate: 0.1, points: line(4, (step) => 10 - step) })
  await addRun({ index: 1, rate: 0.1, points: line(4, (step) => 12 - step) })
  await addRun({ index: 2, rate: 0.2, points: line(5000, (step) => (step === 4000 ? Number.NaN : Math.sin(step))) })
  await addRun({ index: 3, rate: 0.2, status: 'failed', points: line(2, () => 1) })
  const journal = await addRun({ index: 4, rate: 0.3, status: 'running', points: line(2000, (step) => step) })
  live = {
    add: (from, until) => {
      const series = { id: 0, name: 'loss', context: null, kind: 'number', sender: 'main', label: 'main' }
      journal.write(series, ...line(until, (step) => step).slice(from))
    },
  }
  archive = new ArchiveState(folder)
  app = createApp({ archive, page: new Map(), hosts: new Set([HOST]), token: 'a-token', cookie: 'runlab' })
  await archive.runs()
})
afterAll(() => archive.close())

const ask = async (path: string): Promise<Response> =>
  await app.request(`http://${HOST}${path}`, { headers: { host: HOST, cookie: 'runlab=a-token' } })

interface Drawn extends CurveLine {
  readonly numbers: Readonly<Partial<Record<CurveColumn, readonly number[]>>>
}

async function curves(query: Readonly<Record<string, string>>): Promise<readonly Drawn[]> {
  const bytes = await (await ask(`/api/curves?${new URLSearchParams({ series: 'loss', ...query }).toString()}`)).arrayBuffer()
  const length = new DataView(bytes).getUint32(0, true)
  const { lines } = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as {
    readonly lines: readonly CurveLine[]
  }
  return lines.map((one) => ({
    ...one,
    numbers: Object.fromEntries(
      one.columns.map((name, i) => [name, [...new Float64Array(bytes, 4 + length + 8 * (one.at + i * one.points), one.points)]]),
    ),
  }))
}
const pick = (index: number): Readonly<Record<string, string>> => ({ pick: `study/run-${index}` })

describe('the series', () => {
  test('are those that runs have, with how many, and the lines that there are', async () => {
    expect(await (await ask('/api/series')).json()).toMatchObject({
      series: [
        { key: 'loss', runs: 5 },
        { key: 'epoch', runs: 5 },
        { key: 'half', runs: 5 },
      ],
      ...{ by: 'rate, run', count: 5, drawn: 5, matched: 5, total: 5 },
    })
  })

  test('of groups leave out what has failed, say so, and count what goes on', async () => {
    expect(await (await ask('/api/series?group=yes&where=params.rate%20%3E%200.1')).json()).toMatchObject({
      lines: [
        { label: '0.2', left: '1 failed', runs: ['study/run-2'], isRunning: false },
        { label: '0.3', left: null, isRunning: true },
      ],
      ...{ matched: 3, total: 5 },
    })
  })

  test('say where a filter is wrong', async () => {
    expect(await (await ask('/api/curves?where=params.raet%20%3C%203')).json()).toMatchObject({ code: 'QUERY_FIELD_UNKNOWN' })
  })
})

describe('curves', () => {
  test('of few points are what was tracked, over the step, the time or another series', async () => {
    const [overSteps] = await curves(pick(0))
    expect(overSteps).toMatchObject({ numbers: { x: [0, 1, 2, 3], y: [10, 9, 8, 7] }, shown: 4, of: 4, extent: [0, 3], runs: 1 })
    expect((await curves({ ...pick(0), x: 'time' }))[0]?.numbers.x).toEqual([0, 0.5, 1, 1.5])
    expect((await curves({ ...pick(0), x: 'series:epoch' }))[0]?.numbers.x).toEqual([0, 0.5, 1, 1.5])
    expect((await curves({ ...pick(0), x: 'series:other' }))[0]).toMatchObject({ points: 0, left: ['1 without both series'] })
    expect((await curves({ ...pick(0), series: 'accuracy' }))[0]).toMatchObject({ runs: 0, left: ['1 without this series'] })
  })

  test('of many points are thinned, which is said, and are real again when one looks closer; what is not finite is counted', async () => {
    const [whole] = await curves({ ...pick(2), width: '100' })
    expect(whole).toMatchObject({ of: 5000, nonFinite: 1 })
    expect(whole?.shown).toBeLessThanOrEqual(200)
    expect(Math.max(...(whole?.numbers.y ?? []).filter(Number.isFinite))).toBeCloseTo(1, 4)
    const [close] = await curves({ ...pick(2), width: '100', from: '3999', to: '4001' })
    expect(close).toMatchObject({ shown: 3, of: 3, nonFinite: 1, odd: [4000] })
    expect(close?.numbers).toEqual({ x: [3998, 3999, 4000, 4001, 4002], y: [3998, 3999, Number.NaN, 4001, 4002].map(Math.sin) })
  })

  test('are smoothed by all points, whichever are shown', async () => {
    const [smoothed] = await curves({ ...pick(0), smoothing: '0.5' })
    expect(smoothed?.numbers).toMatchObject({ y: [10, 9, 8, 7], smooth: [10, 28 / 3, expect.any(Number), expect.any(Number)] })
  })

  test('of groups are their mean with its interval, the median with quartiles, or between min and max', async () => {
    const group = { ...pick(0), group: 'yes' }
    const [mean] = await curves(group)
    expect(mean?.numbers.y).toEqual([11, 10, 9, 8])
    expect([mean?.numbers.low?.[0], mean?.numbers.high?.[0], mean?.numbers.n?.[0], mean?.runs]).toEqual([
      ...bootstrapInterval(Float64Array.of(10, 12), 1000),
      2,
      2,
    ])
    const [range] = await curves({ ...group, band: 'range' })
    expect([range?.numbers.low?.[0], range?.numbers.high?.[0]]).toEqual([10, 12])
    const [median] = await curves({ ...group, band: 'quartiles', from: '1', to: '2' })
    expect([median?.numbers.low?.[0], median?.numbers.x]).toEqual([10.5, [0, 1, 2, 3]])
    const [floored] = await curves({ ...group, x: 'series:half' })
    expect(floored).toMatchObject({ numbers: { x: [0, 1] }, repeated: 4 })
    const [smoothed] = await curves({ ...group, smoothing: '0.5' })
    expect([smoothed?.numbers.y?.[1], smoothed?.numbers.smooth?.[1]]).toEqual([10, 28 / 3 + 1])
  })

  test('of a run that goes on send what is new, and the rest only when it is not known', async () => {
    const query = { ...pick(4), width: '500' }
    const [first] = await curves(query)
    expect(first).toMatchObject({ of: 2000, before: 0 })
    live.add(2000, 2030)
    const held = JSON.stringify({ 'study/run-4': first?.keep })
    const [second] = await curves({ ...query, held })
    expect(second).toMatchObject({ of: 2030, before: first?.keep[0] })
    const [all] = await curves(query)
    expect([...(first?.numbers.y ?? []).slice(0, second?.before), ...(second?.numbers.y ?? [])]).toEqual(all?.numbers.y)
    expect(second?.points).toBeLessThan(60)
    const [other] = await curves({ ...query, held: JSON.stringify({ 'study/run-4': [first?.keep[0], 1] }) })
    expect(other).toMatchObject({ before: 0, points: all?.points })
  })

  test('are saved as figures by what draws all figures, of the range that is shown', async () => {
    const figure = async (query: string): Promise<Response> =>
      await ask(`/api/figure?series=loss&where=params.rate%20%3C%200.2&${query}`)
    const svg = await figure('group=yes&from=1&to=2&logy=yes')
    expect(svg.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''loss.svg")
    expect(await svg.text()).toMatch(/^<svg[^]*Mean of up to 2 runs a line; band: 95 % interval/)
    expect(new TextDecoder('latin1').decode(await (await figure('format=pdf')).arrayBuffer())).toMatch(/^%PDF/)
    expect((await figure('format=png')).headers.get('content-type')).toBe('image/png')
    expect(await (await ask('/api/figure?series=accuracy')).json()).toMatchObject({ code: 'PLOT_EMPTY' })
  })

  test('of a run that is damaged or gone say so, and leave the others', async () => {
    truncateSync(join(folder, 'study/run-1/tracked/series.parquet'), 20)
    const fresh = createApp({ archive, page: new Map(), hosts: new Set([HOST]), token: 'a-token', cookie: 'runlab' })
    const before = app
    app = fresh
    const found = await curves({ where: 'params.rate < 0.2' })
    app = before
    expect(found.map(({ left, runs }) => [left, runs])).toEqual(
      expect.arrayContaining([
        [['1 unreadable'], 0],
        [[], 1],
      ]),
    )
  })
})
