import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  STARTED,
  builtName,
  isOwnFile,
  isOwnFrame,
  ownFiles,
  packageEntries,
  packageFile,
} from '../../../src/runtime/loading/package-files.ts'

const source = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

test('the files that Node starts, preloads and requires are there, as sources and as they are built', () => {
  for (const name of Object.keys(STARTED) as (keyof typeof STARTED)[]) {
    expect(existsSync(fileURLToPath(packageFile(name)))).toBe(true)
    expect(existsSync(source(`dist/${builtName(name)}`))).toBe(true)
  }
  for (const url of Object.values(packageEntries())) expect(existsSync(fileURLToPath(url))).toBe(true)
})

test('own are the package’s code and its package.json, not what lies beside them', () => {
  expect(['src/index.ts', 'src/runtime/globals.ts', 'package.json'].map((path) => isOwnFile(source(path)))).toEqual([
    true,
    true,
    true,
  ])
  expect(
    ['examples/01_quickstart.ts', 'src.ts', 'test/runtime/package-files.test.ts'].map((path) => isOwnFile(source(path))),
  ).toEqual([false, false, false])
  expect(ownFiles().has(source('src/index.ts'))).toBe(true)
})

test('a line of a stack is told by path or URL', () => {
  expect(isOwnFrame(`    at run (${source('src/runtime/globals.ts')}:1:2)`)).toBe(true)
  expect(isOwnFrame(`    at run (${new URL('../../../src/runtime/globals.ts', import.meta.url).href}:1:2)`)).toBe(true)
  expect(isOwnFrame(`    at run (${source('test/x.ts')}:1:2)`)).toBe(false)
})
