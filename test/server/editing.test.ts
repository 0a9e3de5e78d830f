import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAnnotations } from '../../src/archive/annotations/annotations.ts'
import { ArchiveState } from '../../src/server/archive-state.ts'
import { createApp } from '../../src/server/create-app.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

const TOKEN = 'a-token-of-some-length'
const HOST = '127.0.0.1:4000'
let folder = ''
let archive: ArchiveState
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  folder = tempFolder()
  const parameter = { type: 'number', description: null, usable: true, default: 0, source: 'code' } as const
  const own = { namespace: 'study', seed: 1, start_time: 1 } as const
  for (const index of [0, 1, 2]) {
    const parameters = { rate: { ...parameter, value: index < 2 ? 0.1 : 0.2 } }
    const status = index === 1 ? 'failed' : 'done'
    makeRun(folder, `study/run-${index}`, { ...own, run: `run-${index}`, seed: index, phase: 'ended', status, parameters })
  }
  // Whether anybody works on it cannot be told: it says that it runs, and there is no sign of life.
  makeRun(folder, 'study/live', { ...own, run: 'live', phase: 'run', status: 'running' })
  archive = new ArchiveState(folder)
  app = createApp({ archive, page: new Map(), hosts: new Set([HOST]), token: TOKEN, cookie: 'runlab' })
  await archive.runs()
})

afterAll(() => archive.close())

const HEADERS = { host: HOST, cookie: `runlab=${TOKEN}`, origin: `http://${HOST}`, 'content-type': 'application/json' }
const send = async (what: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  await app.request(`http://${HOST}/api/edit/${what}`, {
    method: 'POST',
    headers: { ...HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const edit = async (what: string, body: unknown): Promise<unknown> => await (await send(what, body)).json()
const tagsOf = (run: string): readonly string[] => readAnnotations(join(folder, 'study', run)).tags

test('a tag and a note come and go, and what is so already stays', async () => {
  const chosen = { picked: ['study/run-0', 'study/run-2'] }
  expect(await edit('annotate', { ...chosen, kind: 'tag', text: ' paper ' })).toEqual({ changed: 2, refused: [], deletion: null })
  expect(await edit('annotate', { picked: ['study/run-0'], kind: 'tag', text: 'paper' })).toMatchObject({ changed: 0 })
  expect([tagsOf('run-0'), tagsOf('run-1'), tagsOf('run-2')]).toEqual([['paper'], [], ['paper']])
  expect(await edit('annotate', { ...chosen, kind: 'untag', text: 'paper' })).toMatchObject({ changed: 2 })
  expect(tagsOf('run-0')).toEqual([])
  await edit('annotate', { picked: ['study/run-0'], kind: 'note', text: 'look at this' })
  expect(readAnnotations(join(folder, 'study/run-0')).notes).toMatchObject([{ text: 'look at this' }])
  expect(await edit('annotate', { ...chosen, kind: 'tag', text: 'a,b' })).toMatchObject({ code: 'ANNOTATION_INVALID' })
})

test('a group is all of its runs, also those that do not count, of those that match', async () => {
  const group = { picked: ['study/run-0'], isGrouped: true, where: '"rate" in params' }
  expect(await edit('annotate', { ...group, kind: 'tag', text: 'both' })).toMatchObject({ changed: 2 })
  expect([tagsOf('run-0'), tagsOf('run-1'), tagsOf('run-2')]).toEqual([['both'], ['both'], []])
  expect(await edit('annotate', { ...group, where: 'status == "done"', kind: 'tag', text: 'one' })).toMatchObject({ changed: 1 })
})

test('runs go to the trash and come back; one that may be running is refused', async () => {
  const deleted = await edit('delete', { picked: ['study/run-2', 'study/live'] })
  expect(deleted).toMatchObject({ changed: 1, refused: [expect.stringContaining('study/live')], deletion: expect.any(String) })
  expect([existsSync(join(folder, 'study/run-2')), existsSync(join(folder, 'study/live'))]).toEqual([false, true])
  // The page sees it at once.
  expect((await archive.runs()).map(({ listed }) => listed.run)).not.toContain('run-2')
  const { deletion } = deleted as { readonly deletion: string }
  expect(await edit('restore', { deletion })).toMatchObject({ changed: 1, refused: [] })
  expect((await archive.runs()).map(({ listed }) => listed.run)).toContain('run-2')
  expect(await edit('restore', { deletion: '../..' })).toMatchObject({ changed: 0 })
})

describe('who may change something', () => {
  const order = { picked: ['study/run-0'], kind: 'tag', text: 'evil' }
  test.each([
    ['without the token', { cookie: '' }, 401],
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['from a page of the archive, whose origin is nobody’s', { origin: 'null' }, 403],
    ['under another name', { host: 'evil.example:4000' }, 403],
    ['as a form would', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['as a form of plain text', { 'content-type': 'text/plain' }, 400],
  ])('nobody %s', async (_, headers, status) => {
    expect((await send('annotate', order, headers)).status).toBe(status)
    expect((await send('delete', order, headers)).status).toBe(status)
    expect(tagsOf('run-0')).not.toContain('evil')
  })

  test('nobody who does not say from where, and nobody by an address', async () => {
    const { origin, ...others } = HEADERS
    const path = `http://${HOST}/api/edit/delete`
    const response = await app.request(path, { method: 'POST', headers: others, body: JSON.stringify(order) })
    expect([origin.length > 0, response.status]).toEqual([true, 403])
    expect((await app.request(`${path}?picked=study/run-0&token=${TOKEN}`, { headers: HEADERS })).status).toBe(303)
    expect((await app.request(`${path}?picked=study/run-0`, { headers: HEADERS })).status).toBe(404)
  })

  test.each([
    ['no run', {}],
    ['none of a list', { picked: [] }],
    ['what is no list', { picked: 'study/run-0' }],
    ['what is no text', { picked: [1] }],
    ['no JSON', '{ "picked": '],
  ])('%s is no order', async (_, body) => {
    expect((await send('delete', body)).status).toBe(400)
    expect((await send('annotate', body)).status).toBe(400)
  })

  test.each([['../study/run-0'], ['.runlab-trash'], ['study'], ['/etc'], ['study/run-0/..']])(
    '%s is not deleted',
    async (path) => {
      expect(await edit('delete', { picked: [path] })).toMatchObject({ code: 'RUN_NOT_FOUND' })
      expect(readdirSync(join(folder, 'study')).toSorted()).toEqual(['live', 'run-0', 'run-1', 'run-2'])
    },
  )

  test('an order that is too long is not read', async () => {
    expect((await send('annotate', { ...order, text: 'x'.repeat(2 ** 20) })).status).toBe(413)
  })
})
