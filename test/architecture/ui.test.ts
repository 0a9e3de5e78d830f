import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { packageName } from './rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'ui/src')
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const IMPORT = /^(?:import|export) (type )?[^;]*? from '([^']+)'/gm

/** What the page takes from the package: texts and colours without Node, and types of what the server says. */
const PURE = /^src\/(?:render\/(?:(?:ago|duration|bytes)-text|charts\/(?:theme|line-colours))|report\/plain-text)\.ts$/
const TYPES = /^src\/server\/protocol(?:-run)?\.ts$/

test('the page imports its own files, its packages, pure texts of runlab, and types of the protocol', () => {
  const text = readFileSync(join(root, 'ui/package.json'), 'utf8')
  const { dependencies } = JSON.parse(text) as { readonly dependencies: object }
  const wrong = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap(([, type, specifier = '']) => {
      if (!specifier.startsWith('.')) return Object.hasOwn(dependencies, packageName(specifier)) ? [] : [`${file}: ${specifier}`]
      const target = relative(root, join(file, '..', specifier))
      const isAllowed = target.startsWith('ui/src/') || PURE.test(target) || (type !== undefined && TYPES.test(target))
      return isAllowed ? [] : [`${file}: ${specifier}`]
    }),
  )
  expect(files.length).toBeGreaterThan(10)
  expect(wrong).toEqual([])
})

test('files of the page are short, and write no markup as text', () => {
  const texts = files.map((file) => ({ file: relative(root, file), text: readFileSync(file, 'utf8') }))
  expect(texts.filter(({ text }) => text.split('\n').length > 250).map(({ file }) => file)).toEqual([])
  expect(
    texts.filter(({ text }) => /innerHTML|outerHTML|insertAdjacentHTML|\beval\(/.test(text)).map(({ file }) => file),
  ).toEqual([])
})
