import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkArchitecture, packageName, readModules } from './rules.ts'
import { TABLES } from './tables.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const src = join(root, 'src')

const paths = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const tree = Object.fromEntries(
  paths
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [relative(src, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
)

const modules = readModules(tree)

test('src/ keeps to its levels, effects, packages and file sizes', () => {
  expect(Object.keys(tree).length).toBeGreaterThan(10)
  expect(checkArchitecture(modules, TABLES)).toEqual([])
})

test('src/ holds TypeScript only', () => {
  expect(paths.filter((path) => !path.endsWith('.ts')).map((path) => relative(src, path))).toEqual([])
})

/** What is installed with the package, on this system or on some. */
function readDependencies(): object {
  const text = readFileSync(join(root, 'package.json'), 'utf8')
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(text) as Record<string, object>
  return { ...dependencies, ...optionalDependencies, ...peerDependencies }
}

test('every package that src/ imports is a dependency of the published package', () => {
  const dependencies = readDependencies()
  const imported = [...modules.values()].flatMap(({ imports }) => imports.map(({ specifier }) => specifier))
  const packages = imported.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:')).map(packageName)
  expect([...new Set(packages)].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([])
})

test('the tables name no file and no package that is gone', () => {
  const dependencies = readDependencies()
  const { effects, reading, topLevelAwait, fileSize } = TABLES
  const files = [...Object.values(effects).flat(), ...Object.values(reading).flat(), ...topLevelAwait, ...fileSize.exempt]
  expect(files.filter((file) => file.endsWith('.ts') && !Object.hasOwn(tree, file))).toEqual([])
  expect(
    Object.values(TABLES.packages)
      .flat()
      .filter((name) => !Object.hasOwn(dependencies, name)),
  ).toEqual([])
})
