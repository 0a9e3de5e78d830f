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

test('the tables name no file, no folder and no package that is gone', () => {
  const dependencies = readDependencies()
  const { effects, reading, topLevelAwait, fileSize } = TABLES
  const files = [...Object.values(effects).flat(), ...Object.values(reading).flat(), ...topLevelAwait, ...fileSize.exempt]
  const names = Object.keys(tree)
  expect(files.filter((file) => !names.some((name) => name === file || name.startsWith(file.replace(/\/?$/, '/'))))).toEqual([])
  expect(
    Object.values(TABLES.packages)
      .flat()
      .filter((name) => !Object.hasOwn(dependencies, name)),
  ).toEqual([])
})

test('a part with levels of folders has files in these alone', () => {
  for (const [part, levels] of Object.entries(TABLES.folders))
    expect(readdirSync(join(src, part)).toSorted()).toEqual(levels.flat().toSorted())
})

/** The parts by level, as a table of a page says them: `| 3 | `src/tracking/`, … |`; lowest level first. */
function readMap(page: string): readonly (readonly string[])[] {
  const rows = readFileSync(join(root, page), 'utf8').matchAll(/^\| (\d+) \| (`[^|]+`) \|/gm)
  const levels = [...rows].map(([, level, parts = '']) => ({
    level: Number(level),
    parts: [...parts.matchAll(/`(?:src\/)?([^`]+?)\/?`/g)].map(([, part = '']) => part).toSorted(),
  }))
  return levels.toSorted((a, b) => a.level - b.level).map(({ parts }) => parts)
}

test('the parts are those that the tables and the maps name', () => {
  const there = readdirSync(src).toSorted()
  expect(TABLES.levels.flat().toSorted()).toEqual(there)
  const levels = TABLES.levels.map((parts) => parts.toSorted())
  expect(readMap('CONTRIBUTING.md')).toEqual(levels)
  expect(readMap('docs/design/0001-parts-and-levels.md')).toEqual(levels)
})
