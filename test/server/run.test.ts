import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { ArchiveState } from '../../src/server/archive-state.ts'
import { createApp } from '../../src/server/create-app.ts'
import { fileKeyOf } from '../../src/server/guard.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

const TOKEN = 'a-token-of-some-length'
const HOST = '127.0.0.1:4000'
let folder = ''
let archive: ArchiveState
let app: ReturnType<typeof createApp>
const RUN = 'study/run-0'

beforeAll(async () => {
  folder = tempFolder()
  const given = { value: 0.1, type: 'number', description: null, usable: true, default: 0, source: 'code' } as const
  const left = { ...given, value: 3, default: 3, source: 'default' } as const
  const own = { run: 'run-0', namespace: 'study', seed: 1, start_time: 1, phase: 'ended', status: 'done' } as const
  const results = [{ name: 'metrics/loss', direction: 'min', unit: 'nat' }] as const
  const writer = makeRun(folder, RUN, { ...own, parameters: { depth: left, rate: given }, results })
  const tree = new ValueTree()
  tree.set('metrics/loss', Number.NaN)
  tree.set('metrics/count', 7)
  writer.writeData(tree)
  makeRun(folder, 'study/run-1', { ...own, run: 'run-1', parent: RUN })
  const records = Array.from({ length: 250 }, (_, index) => `${index},${index / 2},word ${index}`)
  writeFileSync(join(folder, RUN, 'table.csv'), ['id,half,text', ...records].join('\n'))
  mkdirSync(join(folder, RUN, '.runlab'), { recursive: true })
  const artifact = { name: 'table.csv', size: 1, sha256: null, time: 0, via: 'commit' }
  writeFileSync(join(folder, RUN, '.runlab/artifacts.jsonl'), `${JSON.stringify(artifact)}\n`)
  writeFileSync(join(folder, RUN, 'experiment_out.log'), 'höhe 1\n')
  mkdirSync(join(folder, 'study/broken'))
  writeFileSync(join(folder, 'study/broken/experiment_meta.json'), '{ "format": ')
  writeFileSync(join(folder, 'study/broken/experiment_out.log'), 'what it said\n')
  const outside = tempFolder()
  makeRun(outside, 'secret', { ...own, run: 'secret' })
  symlinkSync(outside, join(folder, 'study/outside'))
  mkdirSync(join(folder, '.runlab-trash/d'), { recursive: true })
  makeRun(folder, '.runlab-trash/d/run', { ...own, run: 'run' })
  archive = new ArchiveState(folder)
  app = createApp({ archive, page: new Map(), hosts: new Set([HOST]), token: TOKEN, cookie: 'runlab' })
  await archive.runs()
})

afterAll(() => archive.close())

const ask = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  await app.request(`http://${HOST}${path}`, { headers: { host: HOST, cookie: `runlab=${TOKEN}`, ...headers } })
const json = async (path: string): Promise<unknown> => await (await ask(path)).json()

describe('one run', () => {
  test('has results first, parameters that were changed before others, and its relatives', async () => {
    const answer = await json(`/api/run?run=${RUN}`)
    expect(answer).toMatchObject({
      isLive: false,
      damage: [],
      parts: {
        head: { name: 'run-0', namespace: 'study', status: 'done', files: `files/${fileKeyOf(TOKEN)}/study/run-0/` },
        results: [{ name: 'metrics/loss', value: 'NaN', unit: 'nat', direction: 'min' }],
        values: { shown: [{ name: 'metrics/loss' }, { name: 'metrics/count', value: 7 }], count: 2 },
        parameters: [
          { name: 'rate', value: 0.1, standard: 0, isChanged: true },
          { name: 'depth', isChanged: false },
        ],
        artifacts: [{ path: 'table.csv', shown: 'table' }],
        relatives: { parent: null, children: [{ id: 'study/run-1', status: 'done' }], count: 1 },
      },
    })
    expect(await json('/api/run?run=study/run-1')).toMatchObject({
      parts: { relatives: { parent: { id: RUN, status: 'done' } } },
    })
  })

  test('is sent once: later only sections that have changed', async () => {
    const first = (await json(`/api/run?run=${RUN}`)) as { readonly prints: object }
    const held = encodeURIComponent(JSON.stringify(first.prints))
    expect(await json(`/api/run?run=${RUN}&held=${held}`)).toMatchObject({ parts: {}, prints: first.prints })
    appendFileSync(join(folder, RUN, '.runlab/annotations.jsonl'), `${JSON.stringify({ time: 1, kind: 'tag', text: 'paper' })}\n`)
    const after = (await json(`/api/run?run=${RUN}&held=${held}`)) as { readonly parts: object }
    expect(after.parts).toEqual({ said: { tags: ['paper'], notes: [] } })
  })

  test('that is damaged shows what can be read, and says why the rest cannot', async () => {
    const answer = await json('/api/run?run=study/broken')
    expect(answer).toMatchObject({
      parts: { head: { name: 'broken' } },
      damage: [expect.stringContaining('experiment_meta.json')],
    })
    expect(await json('/api/log?run=study/broken')).toMatchObject({ text: 'what it said\n' })
  })

  test('is compared with others, once each', async () => {
    const answer = await json(`/api/compare?run=${RUN}&run=study/run-1&run=${RUN}`)
    expect(answer).toMatchObject({ runs: [{ id: RUN }, { id: 'study/run-1' }], code: [] })
    expect(answer).toHaveProperty(
      'facts',
      expect.arrayContaining([
        { part: 'parameters', name: 'rate', values: [0.1, null] },
        { part: 'values', name: 'metrics/loss', values: ['NaN', null] },
      ]),
    )
    expect(await json(`/api/compare?run=${RUN}`)).toMatchObject({ code: 'COMPARE_COUNT' })
    expect(await json(`/api/compare?run=${RUN}&run=study/outside/secret`)).toMatchObject({ code: 'RUN_NOT_FOUND' })
    expect((await ask(`/api/compare?run=${RUN}&run=study/run-1`, { cookie: '' })).status).toBe(401)
  })

  test('that vanishes is said to be gone', async () => {
    renameSync(join(folder, 'study/run-1'), join(folder, 'away'))
    const response = await ask('/api/run?run=study/run-1')
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'RUN_NOT_FOUND' }])
    rmSync(join(folder, 'away'), { recursive: true })
  })

  test.each([
    ['what lies above', '../x'],
    ['a link out of the archive', 'study/outside/secret'],
    ['what is in the trash', '.runlab-trash/d/run'],
    ['an absolute path', '/etc'],
    ['a zero byte', 'study/run-0\0'],
    ['a folder without a run', 'study'],
    ['nothing', ''],
  ])('%s is no run', async (_, path) => {
    for (const route of ['run', 'log', 'media', 'rows']) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(`/api/${route}?run=${encodeURIComponent(path)}`)).status, route).toBe(400)
    }
  })

  test('nobody reads it without the token, or from another page', async () => {
    for (const route of ['run', 'log', 'media', 'rows']) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(`/api/${route}?run=${RUN}`, { cookie: '' })).status).toBe(401)
      // oxlint-disable-next-line no-await-in-loop
      expect((await ask(`/api/${route}?run=${RUN}`, { origin: 'null' })).status).toBe(403)
    }
  })
})

describe('its log', () => {
  test('goes on where it ended, in whole characters', async () => {
    const file = join(folder, RUN, 'experiment_out.log')
    const first = await json(`/api/log?run=${RUN}`)
    expect(first).toEqual({ from: 0, to: 8, size: 8, text: 'höhe 1\n' })
    appendFileSync(file, Buffer.from('h\u00f6').subarray(0, 2))
    expect(await json(`/api/log?run=${RUN}&from=8`)).toEqual({ from: 8, to: 9, size: 10, text: 'h' })
    appendFileSync(file, Buffer.from('h\u00f6').subarray(2))
    expect(await json(`/api/log?run=${RUN}&from=9`)).toMatchObject({ from: 9, to: 11, text: 'ö' })
    writeFileSync(file, 'anew\n')
    expect(await json(`/api/log?run=${RUN}&from=11`)).toEqual({ from: 0, to: 5, size: 5, text: 'anew\n' })
  })

  test('that is long begins with a whole line, and what was before is given when asked for', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`)
    writeFileSync(join(folder, RUN, 'experiment_out.log'), lines.join(''))
    const end = (await json(`/api/log?run=${RUN}`)) as { readonly from: number; readonly text: string }
    expect(end.text).toMatch(/^line \d+\n/)
    expect(end.text.endsWith('line 19999\n')).toBe(true)
    const before = (await json(`/api/log?run=${RUN}&before=${end.from}`)) as { readonly to: number; readonly text: string }
    expect(before.to).toBe(end.from)
    expect(lines.join('')).toContain(before.text + end.text)
  })
})

test('a table is given piece by piece, with its columns of numbers', async () => {
  expect(await json(`/api/rows?run=${RUN}&table=table.csv&offset=248&limit=100`)).toEqual({
    columns: [
      { name: 'id', isNumeric: true },
      { name: 'half', isNumeric: true },
      { name: 'text', isNumeric: false },
    ],
    rows: [
      ['248', '124', 'word 248'],
      ['249', '124.5', 'word 249'],
    ],
    offset: 248,
    count: 250,
  })
  expect(await json(`/api/rows?run=${RUN}&table=tabel.csv`)).toMatchObject({ code: 'TABLE_NOT_FOUND' })
  expect(await json(`/api/rows?run=${RUN}&table=../run-0/table.csv`)).toMatchObject({ code: 'TABLE_NOT_FOUND' })
  expect(await json(`/api/media?run=${RUN}&series=loss`)).toMatchObject({ code: 'SERIES_NOT_FOUND' })
})

test('a player gets the part of a file that it asks for', async () => {
  const file = `/files/${fileKeyOf(TOKEN)}/${RUN}/table.csv`
  const part = await ask(file, { range: 'bytes=3-6' })
  expect([part.status, part.headers.get('content-range')?.split('/')[0], await part.text()]).toEqual([206, 'bytes 3-6', 'half'])
  expect(part.headers.get('content-security-policy')).toMatch(/^sandbox /)
  expect(await (await ask(file, { range: 'bytes=-3' })).text()).toBe('249')
  expect((await ask(file, { range: 'bytes=999999-' })).status).toBe(416)
  expect((await ask(file, { range: 'bytes=0-1,3-4' })).status).toBe(200)
})
