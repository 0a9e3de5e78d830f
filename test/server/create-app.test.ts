import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { ArchiveState } from '../../src/server/archive-state.ts'
import { createApp } from '../../src/server/create-app.ts'
import { fileKeyOf } from '../../src/server/guard.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { until } from '../support/waiting.ts'

const TOKEN = 'a-token-of-some-length'
const HOST = '127.0.0.1:4000'
const KEY = fileKeyOf(TOKEN)
let folder = ''
let archive: ArchiveState
let app: ReturnType<typeof createApp>

function addRun(index: number, loss: number | null): void {
  const parameters = {
    rate: { value: index < 2 ? 0.1 : 0.2, type: 'number', description: null, usable: true, default: 0, source: 'code' },
  } as const
  const own = { run: `run-${index}`, seed: index, start_time: index, phase: 'ended', parameters } as const
  const writer = makeRun(folder, `study/run-${index}`, { ...own, status: loss === null ? 'failed' : 'done' })
  const tree = new ValueTree()
  if (loss !== null) tree.set('loss', loss)
  writer.writeData(tree)
}

beforeAll(async () => {
  folder = tempFolder()
  for (const [index, loss] of [1, 2, 3, null].entries()) addRun(index, loss)
  writeFileSync(join(folder, 'study/run-0/report.html'), '<script>alert(1)</script>')
  writeFileSync(join(folder, 'study/run-0/drawn by hand.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
  mkdirSync(join(folder, 'study/run-0/.runlab'), { recursive: true })
  writeFileSync(join(folder, 'study/run-0/.runlab/secret.json'), '{}')
  symlinkSync('/etc/passwd', join(folder, 'study/run-0/link.txt'))
  archive = new ArchiveState(folder)
  const page = new Map([['/', { bytes: new TextEncoder().encode('<!doctype html>'), type: 'text/html; charset=utf-8' }]])
  app = createApp({ archive, page, hosts: new Set([HOST, 'localhost:4000']), token: TOKEN, cookie: 'runlab' })
  await archive.runs()
})

afterAll(() => archive.close())

const ask = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  await app.request(`http://${HOST}${path}`, { headers: { host: HOST, cookie: `runlab=${TOKEN}`, ...headers } })
const json = async (path: string): Promise<unknown> => await (await ask(path)).json()

describe('the table', () => {
  test('has what varies, what results there are, and where the report is', async () => {
    const page = await json('/api/table?limit=2')
    expect(page).toMatchObject({ count: 4, matched: 4, total: 4, offset: 0 })
    expect(page).toHaveProperty('columns.0', { id: 'params.rate', label: 'rate', unit: null, isNumeric: true })
    expect(page).toHaveProperty('rows.length', 2)
    expect(await json('/api/table?sort=data.loss&where=data.loss%20%3C%203')).toMatchObject({
      rows: [
        { name: 'run-0', cells: { 'data.loss': 1, seed: 0 }, report: `files/${KEY}/study/run-0/report.html` },
        { name: 'run-1', report: null },
      ],
      matched: 2,
      total: 4,
    })
  })

  test('puts runs together that are equal but for the seed, and says what does not count', async () => {
    expect(await json('/api/table?group=yes&sort=-data.loss')).toMatchObject({
      rows: [
        { spreads: { 'data.loss': { mean: 3, n: 1 } }, left: '1 failed', runs: ['study/run-3', 'study/run-2'] },
        { spreads: { 'data.loss': { mean: 1.5, n: 2 } }, left: null },
      ],
      count: 2,
    })
  })

  test('says where a filter is wrong', async () => {
    const response = await ask('/api/table?where=params.raet%20%3C%203')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'QUERY_FIELD_UNKNOWN',
      hint: expect.stringContaining('params.rate'),
      at: [7, 15],
    })
  })

  test('knows the fields that runs have', async () => {
    expect(await json('/api/fields')).toMatchObject({ fields: expect.arrayContaining(['params.rate', 'data.loss', 'status']) })
  })
})

test('a run that comes is told, and is in the table', async () => {
  const response = await ask('/api/events')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toBe('event: changed\ndata: {"running":0}\n\n')
  addRun(4, 5)
  expect((await reader?.read())?.value).toBe('event: changed\ndata: {"running":0}\n\n')
  await reader?.cancel()
  await until('the run', async () => (await archive.runs()).length === 5)
})

describe('who may ask', () => {
  test('the token in the address becomes a cookie, and leaves the address', async () => {
    const response = await ask(`/?token=${TOKEN}&x=1`, { cookie: '' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/?x=1'])
    expect(response.headers.get('set-cookie')).toBe(`runlab=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`)
  })

  test.each([
    ['without the token', '/', { cookie: '' }, 401],
    ['with another one', '/', { cookie: `runlab=${TOKEN}x` }, 401],
    ['with another one in the address', '/?token=x', { cookie: '' }, 401],
    ['under another name, as after DNS rebinding', '/', { host: 'evil.example:4000' }, 403],
    ['from another page', '/api/table', { origin: 'http://evil.example' }, 403],
    ['from a page of an archive, whose origin is nobody’s', '/api/table', { origin: 'null' }, 403],
    ['from another port', '/api/table', { origin: 'http://127.0.0.1:4001' }, 403],
  ])('nobody %s', async (_, path, headers, status) => {
    const response = await ask(path, headers)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('run-0')
  })

  test('the page has the strictest policy, and no other page may take it in', async () => {
    const { headers } = await ask('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('files of an archive', () => {
  test.each(['report.html', 'drawn%20by%20hand.svg'])('%s may not act as the page', async (name) => {
    const response = await ask(`/files/${KEY}/study/run-0/${name}`, { cookie: '' })
    expect(response.status).toBe(200)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^sandbox /)
    expect(policy).not.toContain('allow-same-origin')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toContain('<s')
  })

  test.each([
    ['a link out of it', 'study/run-0/link.txt'],
    ['the records', 'study/run-0/.runlab/secret.json'],
    ['what lies above', '..%2F..%2Fetc%2Fpasswd'],
    ['what lies above, in parts', 'study/..%2f..%2f..%2fetc/passwd'],
    ['a backslash', 'study%5Crun-0'],
    ['a zero byte', 'study/run-0/report.html%00.png'],
    ['a folder', 'study/run-0'],
    ['nothing', ''],
  ])('%s is not given', async (_, path) => {
    expect((await ask(`/files/${KEY}/${path}`)).status).toBe(404)
  })

  test('without their key, or under another name, nothing is given', async () => {
    expect((await ask(`/files/${TOKEN}/study/run-0/report.html`)).status).toBe(403)
    expect((await ask(`/files/${KEY}/study/run-0/report.html`, { host: 'evil.example' })).status).toBe(403)
  })

  test('a path that is not well-formed is refused', async () => {
    expect((await ask(`/files/${KEY}/%E0%A4%A`)).status).toBe(404)
  })
})
