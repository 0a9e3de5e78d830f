import { describe, expect, test } from 'vitest'
import { checkArchitecture, readModules } from './rules.ts'
import type { SourceTree } from './rules.ts'
import { TABLES } from './tables.ts'

const check = (tree: SourceTree): string[] => checkArchitecture(readModules(tree), TABLES)
const LONG = '// line\n'.repeat(401)

describe('the rules let pass', () => {
  test('imports of lower levels, allowed siblings, files of the same part and type positions', () => {
    expect(
      check({
        'errors.ts': 'export const code = 1',
        'internal/value-of.ts': 'function valueOf(): number { return toString.length }\nexport const value = valueOf()',
        'internal/nearest.ts':
          "import { distance } from 'fastest-levenshtein'\nimport { code } from '../errors.ts'\nexport { distance, code }",
        'format/meta.ts': 'export interface Meta { process: string; now: Date }',
        'api/run.ts':
          "import type { Readable } from 'node:stream'\nexport type { Meta } from '../format/meta.ts'\nexport type R = Readable",
        'render/text.ts':
          "import type { Stats } from 'node:fs'\nexport const at = (s: Stats, d: number): Date => new Date(d + s.size)",
        'experiment/define.ts':
          "import { at } from '../render/text.ts'\nimport './other.ts'\nexport const o = { console: 1, random: at }\nexport const c = o.console",
        'experiment/other.ts': 'export type P = typeof process\nexport const f = (a: typeof Math.random): unknown => a',
        'runtime/system.ts':
          "import { randomInt } from 'node:crypto'\nexport const s = { now: Date.now, env: process.env, randomInt }",
        'cli/bin.ts': "process.exit(await import('./program.ts').then((m) => m.code))",
        'cli/program.ts': 'export const code = 0',
      }),
    ).toEqual([])
  })
})

describe('the rules refuse', () => {
  const cases: Readonly<Record<string, readonly [SourceTree, readonly string[]]>> = {
    'an import of a higher level': [
      { 'format/a.ts': "import { b } from '../archive/b.ts'\nexport { b }", 'archive/b.ts': 'export const b = 1' },
      ['format/a.ts:1: format (level 1) may not import archive (level 4)'],
    ],
    'a folder of a part that imports a higher one of it': [
      {
        'archive/zip/a.ts': "import { b } from '../changes/b.ts'\nexport { b }",
        'archive/changes/b.ts': 'export const b = 1',
      },
      ['archive/zip/a.ts:1: the folder zip of archive (level 0) may not import changes (level 8)'],
    ],
    'an import of a type of a higher level': [
      { 'format/a.ts': "import type { B } from '../api/b.ts'\nexport type { B }", 'api/b.ts': 'export type B = 1' },
      ['format/a.ts:1: format (level 1) may not import api (level 1)'],
    ],
    'recording that a reader reaches by way of others': [
      {
        'verify/a.ts':
          "import { b } from '../archive/b.ts'\nimport type { R } from '../archive/writing/reserve.ts'\nexport { b, type R }",
        'archive/b.ts': "export const b = async () => await import('./writing/reserve.ts')",
        'archive/writing/reserve.ts': 'export type R = 1',
      },
      ['verify/a.ts → archive/b.ts → archive/writing/reserve.ts: what reads runs reaches what records them'],
    ],
    'an import type of a higher level': [
      { 'format/a.ts': "export type A = import('../archive/b.ts').B", 'archive/b.ts': 'export type B = 1' },
      ['format/a.ts:1: format (level 1) may not import archive (level 4)'],
    ],
    'a lazy import of a higher level': [
      { 'hooks/a.ts': "\nexport const a = () => import('../runtime/b.ts')", 'runtime/b.ts': '' },
      ['hooks/a.ts:2: hooks (level 2) may not import runtime (level 7)'],
    ],
    'a re-export from a higher level': [
      { 'hooks/a.ts': "export * from '../runtime/b.ts'", 'runtime/b.ts': 'export const b = 1' },
      ['hooks/a.ts:1: hooks (level 2) may not import runtime (level 7)'],
    ],
    'an import of a sibling': [
      { 'hooks/a.ts': "import '../parameters/b.ts'", 'parameters/b.ts': '' },
      ['hooks/a.ts:1: hooks (level 2) may not import parameters (level 2)'],
    ],
    'an import of the command line': [
      { 'sweep/a.ts': "import '../cli/b.ts'", 'cli/b.ts': '' },
      ['sweep/a.ts:1: sweep (level 9) may not import cli (level 12)'],
    ],
    'a part without a level': [{ 'utils/a.ts': '' }, ['utils/a.ts: the part utils has no level']],
    'a cycle, also of types': [
      {
        'hooks/a.ts': "import { b } from './b.ts'\nexport const a = b",
        'hooks/b.ts': "import type { c } from './c.ts'\nexport const b: typeof c = 1",
        'hooks/c.ts': "import { a } from './a.ts'\nexport const c = a",
      },
      ['hooks/a.ts: imports itself: hooks/a.ts → hooks/b.ts → hooks/c.ts → hooks/a.ts'],
    ],
    'a package that the part has not listed': [
      {
        'format/a.ts': "import pc from 'picocolors'\nexport { pc }",
        'runtime/b.ts': "import '@oxc-node/core/register'\nimport 'oxc-parser'",
      },
      [
        'format/a.ts:1: format may not import the package picocolors',
        'runtime/b.ts:2: runtime may not import the package oxc-parser',
      ],
    ],
    'a built-in module without node:': [
      { 'runtime/a.ts': "import 'fs'" },
      ['runtime/a.ts:1: runtime may not import the package fs'],
    ],
    'a relative import without .ts, or of no file': [
      { 'hooks/a.ts': "import './b'\nimport './c.js'\nimport './d.ts'", 'hooks/b.ts': '' },
      ['hooks/a.ts:1: ./b does not end in .ts', 'hooks/a.ts:2: ./c.js does not end in .ts', 'hooks/a.ts:3: there is no ./d.ts'],
    ],
    'a default export in either form': [
      { 'hooks/a.ts': 'export default 1', 'hooks/b.ts': '\nconst b = 1\nexport { b as default }' },
      ['hooks/a.ts:1: exports a default', 'hooks/b.ts:3: exports a default'],
    ],
    'await at the top level of what can be required': [
      { 'runtime/a.ts': 'export const a = await 1', 'runtime/b.ts': 'for await (const b of []) b', 'cli/bin.ts': 'await 1' },
      ['runtime/a.ts:1: awaits at the top level', 'runtime/b.ts:1: awaits at the top level'],
    ],
    'a file over the budget': [{ 'hooks/a.ts': LONG, 'errors.ts': LONG }, ['hooks/a.ts: has 401 lines, more than 400']],
  }
  test.each(Object.entries(cases))('%s', (_name, [tree, expected]) => {
    expect(check(tree)).toEqual(expected)
  })
})

describe('in a pure part, the rules refuse', () => {
  test.each([
    ["import { readFileSync } from 'node:fs'", 'node:fs (files)'],
    ["import * as fs from 'node:fs/promises'", 'node:fs/promises (files)'],
    ["const fs = () => import('node:fs')", 'node:fs (files)'],
    ["import { spawn } from 'node:child_process'", 'node:child_process (processes)'],
    ["import { Worker } from 'node:worker_threads'", 'node:worker_threads (threads)'],
    ["import { cpus } from 'node:os'", 'node:os (machine)'],
    ["import { get } from 'node:http'", 'node:http (network)'],
    ["const page = () => fetch('x')", 'fetch (network)'],
    ['const cwd = () => process.cwd()', 'process (process)'],
    ["import process from 'node:process'", 'node:process (process)'],
    ['const env = () => globalThis.process', 'globalThis.process (process)'],
    ['const given = { process }', 'process (process)'],
    ['const now = () => Date.now()', 'Date.now (clock)'],
    ['const now = () => new Date()', 'new Date() (clock)'],
    ['const now = () => Date()', 'Date() (clock)'],
    ['const now = performance.now()', 'performance (stopwatch)'],
    ['const draw = Math.random', 'Math.random (chance)'],
    ["import { randomUUID } from 'node:crypto'", 'randomUUID (chance)'],
    ['const id = () => crypto.randomUUID()', 'crypto.randomUUID (chance)'],
    ["const say = () => console.log('x')", 'console (console)'],
    ["const run = () => eval('x')", 'eval (evaluation)'],
    ["const run = new Function('x')", 'Function (evaluation)'],
  ])('%s', (text, expected) => {
    expect(check({ 'hooks/a.ts': text })).toEqual([`hooks/a.ts:1: ${expected} may not be used here`])
  })

  test('patching a global anywhere but in the one place for it', () => {
    const text = 'const f = () => 4\nMath.random = f\nglobalThis.x = f'
    expect(check({ 'hooks/a.ts': text })).toEqual([
      'hooks/a.ts:2: Math.random (chance) may not be used here',
      'hooks/a.ts:2: Math.random (patching globals) may not be used here',
      'hooks/a.ts:3: globalThis.x (patching globals) may not be used here',
    ])
    expect(check({ 'runtime/globals.ts': text })).toEqual([])
  })

  test('process.exit outside of the entry points, also where the process may be used', () => {
    expect(check({ 'runtime/a.ts': 'export const stop = () => process.exit(1)' })).toEqual([
      'runtime/a.ts:1: process.exit (exit) may not be used here',
    ])
  })
})
