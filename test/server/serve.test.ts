import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve } from '../../src/server/serve.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('an archive is served at an address of this machine, at one port once', async () => {
  const folder = tempFolder()
  const page = join(folder, 'page')
  mkdirSync(page)
  writeFileSync(join(page, 'index.html'), '<p>the page</p>')
  const served = await serve({ archive: join(folder, 'results'), page, port: 0 })
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  const first = await fetch(served.address, { redirect: 'manual' })
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await (await fetch(new URL('/', served.address), { headers: { cookie } })).text()).toBe('<p>the page</p>')
  const table = await fetch(new URL('/api/table', served.address), { headers: { cookie } })
  expect(await table.json()).toMatchObject({ rows: [], total: 0 })
  const port = Number(new URL(served.address).port)
  await expect(serve({ archive: folder, page, port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  await served.close()
  await expect(fetch(served.address)).rejects.toThrow()
})

test('a page that was not built is named', async () => {
  const folder = tempFolder()
  await expect(serve({ archive: folder, page: join(folder, 'none'), port: 0 })).rejects.toMatchObject({ code: 'PAGE_MISSING' })
})
