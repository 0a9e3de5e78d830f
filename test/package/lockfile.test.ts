import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository, runIn } from './user-project.ts'

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly link?: true }>>
}

test('the lockfile names no registry', () => {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lockfile
  expect(Object.keys(packages).length).toBeGreaterThan(50)
  expect(
    Object.keys(packages).filter((place) => packages[place]?.resolved !== undefined && packages[place].link !== true),
  ).toEqual([])
})

test('the lockfile lists the native bindings of every platform', async () => {
  const { code, stderr } = await runIn(repository, process.execPath, ['scripts/complete-lockfile.mjs', '--check'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
})
