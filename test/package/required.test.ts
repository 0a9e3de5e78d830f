import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from './user-project.ts'

const { resolve } = createRequire(join(repository, 'dist/index.cjs'))

function isModule(file: string): boolean {
  if (extname(file) !== '.js') return extname(file) === '.mjs'
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    try {
      return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: string }).type === 'module'
    } catch {
      if (folder === dirname(folder)) return false
    }
  }
}

test('no ES module of others is required: that fails while an experiment imports a part of it', () => {
  const files = readdirSync(join(repository, 'dist')).filter((name) => name.endsWith('.cjs'))
  expect(files.length).toBeGreaterThan(20)
  const required = files.flatMap((name) =>
    [...readFileSync(join(repository, 'dist', name), 'utf8').matchAll(/\brequire\("([^."][^"]*)"\)/g)].map(([, id = '']) => id),
  )
  const others = [...new Set(required)].filter((id) => resolve(id).startsWith('/'))
  expect(others).toContain('picocolors')
  expect(others.filter((id) => isModule(resolve(id)))).toEqual([])
})
