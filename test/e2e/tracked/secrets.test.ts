import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { MediaValue, RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { startRun, untilThereAre } from './started-run.ts'

/** One secret for each place, so that a leak tells where it is. */
const PLACES = [
  'NAME',
  'TEXT',
  'JSON',
  'KEY',
  'TABLE',
  'COLUMN',
  'SVG',
  'FILE',
  'VEGA',
  'CONTEXT',
  'KEYED',
  'THREAD',
  'CHILD',
] as const
const secretOf = (place: string): string =>
  `${place.toLowerCase()}-"/+${createHash('sha256').update(place).digest('hex').slice(0, 12)}`
const ENV = Object.fromEntries(PLACES.map((place) => [`${place}_TOKEN`, secretOf(place)]))
const OWN = 'of-the-parameter/"1'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'leaks.ts': `import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { defineExperiment, figure, json, param } from 'runlab'
const secret = (place: string): string => process.env[place + '_TOKEN'] ?? ''
const svg = (text: string) => '<svg xmlns="http://www.w3.org/2000/svg"><text>' + text + '</text></svg>'
export const experiment = defineExperiment(import.meta, {
  parameters: { key: param.secret({ env: 'MINE' }), waits: false },
  async run(e) {
    const { key } = e.params
    e.track('a ' + secret('NAME'), 1)
    e.track('b ' + secret('NAME'), 'text')
    e.track('c ' + key, { data: new Uint8Array(4), width: 2, height: 2 })
    e.track('text', 'has ' + secret('TEXT') + ' and ' + key + '.')
    e.track('json', { deep: [new Map([['k', secret('JSON')]])], key })
    e.track('json', json({ [secret('KEY')]: 1 }))
    e.track('table', [{ id: 1, said: secret('TABLE') }, { id: 2, said: key }])
    e.track('table', [{ [secret('COLUMN')]: 1 }])
    e.track('svg', svg(secret('SVG') + key))
    writeFileSync('leak.svg', svg(secret('FILE') + key))
    e.track('svg', 'leak.svg')
    rmSync('leak.svg')
    e.track('vega', figure({ mark: 'bar', title: secret('VEGA'), data: { values: [{ key }] } }))
    e.track('context', 1, { context: { token: secret('CONTEXT') } })
    e.track('context', 1, { context: { [secret('KEYED')]: 1 } })
    e.track('context', 'a text', { context: { key } })
    e.track('histogram', 1)
    e.track('histogram', secret('TEXT'))
    const thread = new Worker(new URL('./other.ts', import.meta.url), { workerData: { tracker: e.tracker, place: 'THREAD', key } })
    const child = fork('other.ts')
    child.send({ tracker: e.tracker, place: 'CHILD', key: '' })
    await Promise.all([once(thread, 'exit'), once(child, 'exit')])
    e.track('last', 1)
    if (e.params.waits) { process.stdout.write('process ' + process.pid + '\\n'); await new Promise((resolve) => setTimeout(resolve, 2 ** 30)) }
  },
})
experiment.runIfMain()
`,
  'other.ts': `import { workerData } from 'node:worker_threads'
import { openTracker } from 'runlab'
const go = async ({ tracker, place, key }: any) => {
  const { track, close } = await openTracker(tracker)
  const secret = process.env[place + '_TOKEN'] ?? ''
  track('text', place + ' ' + secret + key)
  track('json', { place: secret, key })
  track('x ' + secret, 1)
  track('other', 1, { context: { secret } })
  track('svg', '<svg xmlns="http://www.w3.org/2000/svg"><text>' + secret + key + '</text></svg>')
  await close()
}
if (workerData) await go(workerData)
else process.once('message', async (message) => { await go(message); process.disconnect() })
`,
})

/** Where a secret stands, in any of the forms that the archive may write it; the Parquet file as its reader has it. */
async function leaksIn(folder: string, secret: string): Promise<string[]> {
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    encodeURIComponent(secret),
  ]
  const leaks: string[] = []
  const look = (where: string, text: string | Buffer): void => {
    for (const form of forms) if (where.includes(form) || text.includes(form)) leaks.push(`${where}: ${form}`)
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) look(name, '')
    else look(name, readFileSync(path))
    if (!name.endsWith('series.parquet')) continue
    const compressors = { GZIP: (bytes: Uint8Array) => gunzipSync(bytes) }
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) look(`a row of ${row['series']}`, [row['series'], row['context'], row['data']].join('\0'))
  }
  return leaks
}

describe.each([
  ['supervised', [BIN, 'run', 'leaks.ts']],
  ['in process', ['--import', REGISTER, 'leaks.ts']],
] as const)('secrets that are tracked, %s', (mode, command) => {
  let run: RunReader
  beforeAll(async () => {
    const name = mode.replace(' ', '-')
    const { code, stdout, stderr } = await project.spawn(process.execPath, [...command, '--name', name], { ...ENV, MINE: OWN })
    expect(code, stdout + stderr).toBe(0)
    run = await loadRun(project.path(join('results/leaks', name)))
  })

  test('are nowhere in the archive', async () => {
    // oxlint-disable-next-line no-await-in-loop -- a few
    for (const secret of [...PLACES.map(secretOf), OWN]) expect(await leaksIn(run.folder, secret)).toEqual([])
  })

  test('are masked where they are values, and what is around them stays', async () => {
    const valuesOf = (name: string): unknown[] => Array.from(run.series(name), ({ value }) => value)
    expect(valuesOf('text').toSorted()).toEqual(['CHILD ***', 'THREAD ******', 'has *** and ***.'])
    expect(valuesOf('json')).toEqual(
      expect.arrayContaining([
        { deep: [new Map([['k', '***']])], key: '***' },
        { place: '***', key: '***' },
      ]),
    )
    expect(valuesOf('table')[0]).toEqual([
      { id: 1, said: '***' },
      { id: 2, said: '***' },
    ])
    const pictures = await Promise.all(valuesOf('svg').map(async (value) => await (value as MediaValue).text()))
    expect(pictures.map((text) => /<text>(.*)<\/text>/.exec(text)?.[1]).toSorted()).toEqual(['***', '******', '******', '******'])
    const [vega] = valuesOf('vega') as MediaValue[]
    expect(JSON.parse((await vega?.text()) ?? '')).toMatchObject({ title: '***', data: { values: [{ key: '***' }] } })
  })

  test('are refused where they are names or contexts, and the refusal does not tell them', () => {
    const names = run.tracked.map(({ name }) => name).filter((name) => !['text', 'json', 'table', 'svg', 'vega'].includes(name))
    expect(names).toEqual(['histogram', 'last'])
    expect(run.meta.refused.map(({ series, count }) => [series, count])).toEqual(
      expect.arrayContaining([
        ['a ***', 1],
        ['b ***', 1],
        ['c ***', 1],
        ['context', 3],
      ]),
    )
    expect(readdirSync(join(run.folder, 'tracked')).toSorted()).toEqual(['series.parquet', 'svg', 'vega'])
  })
})

test('secrets are not in the journal of a run that goes on, either', async () => {
  const started = startRun(project, ['--import', REGISTER, 'leaks.ts', '--name', 'live', '--waits'], { ...ENV, MINE: OWN })
  const pid = Number(await started.said('process'))
  const folder = project.path('results/leaks/live')
  await untilThereAre(1, 'last', folder)
  expect(readdirSync(join(folder, '.runlab/tracking')).length).toBeGreaterThan(2)
  // oxlint-disable-next-line no-await-in-loop -- a few
  for (const secret of [...PLACES.map(secretOf), OWN]) expect(await leaksIn(folder, secret)).toEqual([])
  process.kill(pid, 'SIGKILL')
  await started.ended
})
