import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { comparePackages } from '../../../src/analysis/compare/compare-packages.ts'
import { readLockfile } from '../../../src/analysis/compare/lockfiles/read-lockfile.ts'
import { codeOf } from './compared-runs.ts'
import type { FileOf } from './compared-runs.ts'

const read = (name: string, text: string) => {
  const versions = readLockfile(name, text)
  return versions === null ? null : Object.fromEntries(versions)
}

describe('versions are read from', () => {
  const expected = { '@scope/a': ['1.0.0'], b: ['2.0.0', '2.1.0'] }

  test('package-lock.json of version 1, with what lies inside of others', () => {
    const dependencies = { '@scope/a': { version: '1.0.0', dependencies: { b: { version: '2.1.0' } } }, b: { version: '2.0.0' } }
    expect(read('package-lock.json', JSON.stringify({ lockfileVersion: 1, dependencies }))).toEqual(expected)
  })

  test.each(['package-lock.json', 'npm-shrinkwrap.json'])('%s of later versions, without the project’s own folders', (name) => {
    const packages = {
      '': { version: '9.9.9' },
      'packages/own': { version: '9.9.9' },
      'node_modules/own': { resolved: 'packages/own', link: true },
      'node_modules/@scope/a': { version: '1.0.0' },
      'node_modules/@scope/a/node_modules/b': { version: '2.1.0' },
      'node_modules/b': { version: '2.0.0' },
    }
    expect(read(`deep/${name}`, JSON.stringify({ lockfileVersion: 3, packages }))).toEqual(expected)
  })

  test.each([
    ['5', '  /@scope/a/1.0.0:\n    resolution: {integrity: x}\n  /b/2.0.0_c@1.0.0:\n    dev: true\n  /b/2.1.0:\n'],
    ['6', '  /@scope/a@1.0.0:\n    resolution: {integrity: x}\n  /b@2.0.0(c@1.0.0):\n    dev: true\n  /b@2.1.0:\n'],
    [
      '9',
      "  '@scope/a@1.0.0':\n    resolution: {integrity: x}\n    peerDependencies:\n      z: 1\n  b@2.0.0:\n    dev: true\n  b@2.1.0:\n",
    ],
  ])('pnpm-lock.yaml of version %s', (_, packages) => {
    const text = `lockfileVersion: x\n\nimporters:\n\n  .:\n    dependencies:\n      b:\n        version: 7.7.7\n\npackages:\n\n${packages}\nsnapshots:\n\n  z@1.0.0(y@1):\n    dependencies: {}\n`
    expect(read('pnpm-lock.yaml', text)).toEqual(expected)
    expect(read('pnpm-lock.yaml', text.replaceAll('\n', '\r\n'))).toEqual(expected)
  })

  test('yarn.lock of yarn 1', () => {
    const text = `# yarn lockfile v1\n\n\n"@scope/a@^1.0.0", "@scope/a@^1":\n  version "1.0.0"\n  dependencies:\n    b "^2.1.0"\n    version "6.6.6"\n\nb@^2.0.0, b@~2.0.0:\n  version "2.0.0"\n\nb@^2.1.0:\n  version "2.1.0"\n`
    expect(read('yarn.lock', text)).toEqual(expected)
  })

  test('yarn.lock of later ones, without the project’s own folders', () => {
    const text = `__metadata:\n  version: 8\n\n"@scope/a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "@scope/a@npm:1.0.0"\n\n"b@npm:^2.0.0, b@npm:~2.0.0":\n  version: 2.0.0\n\n"b@npm:2.1.0":\n  version: 2.1.0\n\n"own@workspace:.":\n  version: 0.0.0-use.local\n`
    expect(read('yarn.lock', text)).toEqual(expected)
  })

  test('bun.lock, with its trailing commas', () => {
    const text = `{\n  "workspaces": { "": { "name": "x", }, },\n  "packages": {\n    "@scope/a": ["@scope/a@1.0.0", "", {}, "sha"],\n    "b": ["b@2.0.0", "", { "dependencies": { "c": "1", }, }, "sha"],\n    "@scope/a/b": ["b@2.1.0", "", {}, "sha"],\n    "own": ["own@workspace:packages/own"],\n  }\n}\n`
    expect(read('bun.lock', text)).toEqual(expected)
  })

  test('the lockfile of runlab itself', () => {
    const name = 'package-lock.json'
    const versions = readLockfile(name, readFileSync(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), 'utf8'))
    expect(versions?.get('commander')?.join()).toMatch(/^\d+\.\d+\.\d+/)
    expect(versions?.size).toBeGreaterThan(100)
  })

  test.each([
    ['package-lock.json', '{ torn'],
    ['package-lock.json', '[]'],
    ['package-lock.json', '{ "packages": { "": {} } }'],
    ['bun.lock', 'none'],
    ['bun.lockb', '#!/usr/bin/env bun'],
    ['pnpm-lock.yaml', ''],
    ['yarn.lock', '"'],
    ['Cargo.lock', 'a'],
  ])('nothing: %s %s', (name, text) => {
    expect(read(name, text)).toBeNull()
  })
})

describe('packages', () => {
  const lock = (packages: Readonly<Record<string, string>>): FileOf => {
    const places = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }])
    return { role: 'project', text: JSON.stringify({ packages: Object.fromEntries(places) }) }
  }
  const manifest = (dependencies: Readonly<Record<string, string>>): FileOf => ({
    role: 'project',
    text: JSON.stringify({ dependencies, devDependencies: { tool: '^1.0.0' } }),
  })
  const compare = (before: Readonly<Record<string, FileOf>>, after: Readonly<Record<string, FileOf>>) =>
    comparePackages({ ...codeOf('A', before), packageManager: null }, { ...codeOf('B', after), packageManager: null })

  test('are compared by the versions in the lockfiles, whichever these are', () => {
    const before = { 'package-lock.json': lock({ a: '1.0.0', b: '1.0.0', gone: '1.0.0' }) }
    const after = {
      'yarn.lock': { role: 'project', text: 'a@^1:\n  version "1.1.0"\nb@^1:\n  version "1.0.0"\nnew@^1:\n  version "3.0.0"\n' },
    } as const
    expect(compare(before, after)).toEqual({
      entries: [
        { name: 'a', state: 'changed', before: ['1.0.0'], after: ['1.1.0'] },
        { name: 'b', state: 'same', before: ['1.0.0'], after: ['1.0.0'] },
        { name: 'gone', state: 'removed', before: ['1.0.0'], after: [] },
        { name: 'new', state: 'added', before: [], after: ['3.0.0'] },
      ],
      notes: [],
    })
  })

  test('are those of the lockfile that the package manager read', () => {
    const files = {
      'package-lock.json': lock({ a: '1.0.0' }),
      '../pnpm-lock.yaml': { role: 'project', text: 'packages:\n  a@2.0.0:\n' },
    } as const
    const packageManager = { name: 'pnpm', lockfile: '../pnpm-lock.yaml', sha256: 'x' }
    const { entries } = comparePackages(
      { ...codeOf('A', files), packageManager },
      { ...codeOf('B', files), packageManager: null },
    )
    expect(entries).toMatchObject([{ name: 'a', state: 'changed', before: ['2.0.0'], after: ['1.0.0'] }])
  })

  test('are compared by what package.json asks for, where a lockfile is missing or cannot be read', () => {
    const before = {
      'package.json': manifest({ a: '^1.0.0' }),
      'bun.lockb': { role: 'project', content: { state: 'binary', size: 9 } },
    } as const
    const after = { 'lib/package.json': manifest({ a: '^9.0.0' }), 'package.json': manifest({ a: '^2.0.0' }) }
    expect(compare(before, after)).toEqual({
      entries: [
        { name: 'a', state: 'changed', before: ['^1.0.0'], after: ['^2.0.0'] },
        { name: 'tool', state: 'same', before: ['^1.0.0'], after: ['^1.0.0'] },
      ],
      notes: ['compared by the ranges in package.json', 'bun.lockb of A: it is no text', 'B has no lockfile'],
    })
  })

  test('are not compared where neither tells, and why is said', () => {
    const broken = {
      'package.json': { role: 'project', text: '{' },
      'package-lock.json': { role: 'project', text: '{' },
    } as const
    expect(compare(broken, {})).toEqual({
      entries: [],
      notes: [
        'not compared: package-lock.json of A is not of a form that can be read; B has no lockfile; package.json of A is no package.json; B has no package.json',
      ],
    })
  })
})
