import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { captureSnapshot } from '../../src/snapshot/capture.ts'
import type { CaptureOptions } from '../../src/snapshot/capture.ts'
import type { SnapshotRecord } from '../../src/format/records.ts'
import { readImportGraph } from '../../src/snapshot/import-graph.ts'
import { git, listFiles, makeProject, runNode } from './project.ts'
import type { Project } from './project.ts'

interface Captured {
  readonly record: SnapshotRecord
  /** `code/` of the run, in a folder of its own. */
  readonly code: string
}

async function capture(
  project: Project,
  entry: string,
  options: Partial<CaptureOptions> & { root?: string } = {},
): Promise<Captured> {
  const { root = '', ...rest } = options
  const code = join(makeProject().folder, 'run', 'code')
  const graph = await readImportGraph({ entry: project.path(entry) })
  return { record: await captureSnapshot({ graph, project: project.path(root), codeFolder: code, ...rest }), code }
}

/** Makes the links that a record names, as a replay does, and runs the entry. */
function replay({ record, code }: Captured): string {
  for (const { path, target } of record.links) {
    mkdirSync(dirname(join(code, path)), { recursive: true })
    symlinkSync(relative(dirname(join(code, path)), join(code, target)), join(code, path))
  }
  return runNode(join(code, record.entry))
}

describe('a snapshot', () => {
  test('keeps the tree of the sources and the package.json that decides how they load', async () => {
    const project = makeProject({
      'package.json': '{"type": "module"}',
      'experiments/deep/entry.js':
        "import { a } from '../../lib/a.js'\nimport data from './data.json' with { type: 'json' }\nconsole.log(a, data.b)",
      'experiments/deep/data.json': '{"b": 2}',
      'lib/package.json': '{"type": "commonjs"}',
      'lib/a.js': 'exports.a = 1',
    })
    const captured = await capture(project, 'experiments/deep/entry.js')
    expect(listFiles(captured.code)).toEqual([
      'experiments/deep/data.json',
      'experiments/deep/entry.js',
      'lib/a.js',
      'lib/package.json',
      'package.json',
    ])
    expect(captured.record).toMatchObject({ entry: 'experiments/deep/entry.js', root: '.', unresolved: [], links: [] })
    expect(replay(captured)).toBe('1 2')
  })

  test('records path, source, size, hash and role of what it wrote, the entry first', async () => {
    const project = makeProject({ 'package.json': '{}', 'b.mjs': "import './a.mjs'", 'a.mjs': 'export {}\n' })
    const { record, code } = await capture(project, 'b.mjs')
    expect(record.files.map(({ path, role }) => [path, role])).toEqual([
      ['b.mjs', 'entry'],
      ['a.mjs', 'import'],
      ['package.json', 'project'],
    ])
    for (const { path, source, size, sha256 } of record.files) {
      const bytes = readFileSync(join(code, path))
      expect({ source, size, sha256 }).toEqual({ source: path, size: bytes.length, sha256: hash('sha256', bytes, 'hex') })
    }
  })

  test('holds the sources as they were when the graph was read', async () => {
    const project = makeProject({ 'entry.mjs': 'original' })
    const graph = await readImportGraph({ entry: project.path('entry.mjs') })
    project.write({ 'entry.mjs': 'changed' })
    const code = project.path('code')
    const record = await captureSnapshot({ graph, project: project.folder, codeFolder: code })
    expect(project.read('code/entry.mjs')).toBe('original')
    expect(record.files[0]?.sha256).toBe(hash('sha256', 'original', 'hex'))
  })

  test('lies in the deepest folder that holds everything', async () => {
    const project = makeProject({ 'a/b/c/entry.mjs': "import '../d/x.mjs'", 'a/b/d/x.mjs': '' })
    const { record, code } = await capture(project, 'a/b/c/entry.mjs')
    expect(record).toMatchObject({ entry: 'c/entry.mjs', root: 'a/b' })
    expect(listFiles(code)).toEqual(['c/entry.mjs', 'd/x.mjs'])
  })

  test('writes files that others may read but no one may run', async () => {
    const project = makeProject({ 'entry.mjs': '' })
    const { code } = await capture(project, 'entry.mjs')
    expect((statSync(join(code, 'entry.mjs')).mode & 0o777).toString(8)).toBe('644')
  })

  test('holds tsconfig files with what they extend and reference, but not installed ones', async () => {
    const project = makeProject({
      'tsconfig.base.json': '{ /* base */ }',
      'app/tsconfig.json': '{ "extends": ["../tsconfig.base", "@config/strict"], "references": [{ "path": "lib" }], }',
      'app/lib/tsconfig.json': '{}',
      'app/entry.ts': '',
      'node_modules/@config/strict/tsconfig.json': '{}',
    })
    const { code } = await capture(project, 'app/entry.ts', { root: 'app' })
    expect(listFiles(code)).toEqual(['app/entry.ts', 'app/lib/tsconfig.json', 'app/tsconfig.json', 'tsconfig.base.json'])
  })

  test('says what it could not capture, named from the project', async () => {
    const project = makeProject({ 'src/entry.mjs': "import './gone.mjs'" })
    const { record } = await capture(project, 'src/entry.mjs')
    expect(record.unresolved).toEqual(["src/entry.mjs imports './gone.mjs': not found"])
  })

  test('holds further files that it is given, and never .env', async () => {
    const project = makeProject({ 'entry.mjs': '', 'fast.yml': 'a: 1', '.env': 'KEY=1' })
    const { record, code } = await capture(project, 'entry.mjs', {
      extra: ['fast.yml', '.env', 'gone.yml'].map((name) => project.path(name)),
    })
    expect(listFiles(code)).toEqual(['entry.mjs', 'fast.yml'])
    expect(record.unresolved).toEqual(['.env: never captured: it may hold secrets', 'gone.yml: not found'])
  })

  test('works for a project and an entry that are reached by links', async () => {
    const project = makeProject({ 'real/package.json': '{}', 'real/src/entry.mjs': "import '../lib.mjs'", 'real/lib.mjs': '' })
    project.link('alias', 'real')
    const { record } = await capture(project, 'alias/src/entry.mjs', { root: 'alias' })
    expect(record.files.map(({ source }) => source)).toEqual(['src/entry.mjs', 'lib.mjs', 'package.json'])
  })

  test.each(['a b', 'ünï 漢字', 'a#b', 'a?b', '100%', '..a'])('keeps names like %s', async (name) => {
    const project = makeProject({ [`${name}/entry.mjs`]: "console.log('ran')", 'package.json': '{}' })
    const captured = await capture(project, `${name}/entry.mjs`)
    expect(captured.record.entry).toBe(`${name}/entry.mjs`)
    expect(replay(captured)).toBe('ran')
  })

  test('fails when it cannot be written', async () => {
    const project = makeProject({ 'entry.mjs': '', file: '' })
    await expect(capture(project, 'entry.mjs', { codeFolder: project.path('file/code') })).rejects.toMatchObject({
      code: 'ARCHIVE_UNWRITABLE',
    })
  })
})

describe('of lockfiles, a snapshot holds', () => {
  const entry = { 'package.json': '{}', 'entry.mjs': '' }
  test.each(['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'])('%s', async (name) => {
    const { code } = await capture(makeProject({ ...entry, [name]: '' }), 'entry.mjs')
    expect(listFiles(code)).toContain(name)
  })

  test('that of the workspace, with its package.json', async () => {
    const project = makeProject({
      'package.json': '{"workspaces": ["packages/*"]}',
      'package-lock.json': '{}',
      'packages/a/package.json': '{}',
      'packages/a/entry.mjs': '',
    })
    const { record, code } = await capture(project, 'packages/a/entry.mjs', { root: 'packages/a' })
    expect(listFiles(code)).toEqual(['package-lock.json', 'package.json', 'packages/a/entry.mjs', 'packages/a/package.json'])
    expect(record.files.map(({ source }) => source)).toContain('../../package-lock.json')
    expect(record.root).toBe('../..')
  })

  test('none from above the git checkout', async () => {
    const around = { 'package.json': '{"workspaces": ["*"]}', 'package-lock.json': '{}' }
    const project = makeProject({ ...around, 'repo/package.json': '{}', 'repo/entry.mjs': '' })
    git(project.path('repo'), 'init', '-q')
    const { code } = await capture(project, 'repo/entry.mjs', { root: 'repo' })
    expect(listFiles(code)).toEqual(['entry.mjs', 'package.json'])
  })

  test('the one of the package manager that package.json names', async () => {
    const files = {
      ...entry,
      'package.json': '{"packageManager": "pnpm@9.0.0"}',
      'package-lock.json': '{}',
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': '',
    }
    const { code } = await capture(makeProject(files), 'entry.mjs')
    expect(listFiles(code)).toEqual(['entry.mjs', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'])
  })
})

describe('a snapshot can be run from the archive', () => {
  test('when packages of a workspace are linked', async () => {
    const project = makeProject({
      'package.json': '{"workspaces": ["packages/*", "apps/*"]}',
      'packages/b/package.json': '{"name": "b", "type": "module", "exports": "./dist/index.js"}',
      'packages/b/dist/package.json': '{"type": "module"}',
      'packages/b/dist/index.js': "export { c } from './c.js'",
      'packages/b/dist/c.js': "export const c = 'from c'",
      'apps/a/entry.mjs': "import { c } from 'b'\nconsole.log(c)",
    })
    project.link('node_modules/b', '../packages/b')
    const captured = await capture(project, 'apps/a/entry.mjs')
    expect(captured.record.links).toEqual([{ path: 'node_modules/b', target: 'packages/b' }])
    expect(replay(captured)).toBe('from c')
  })

  test('when a package next to the checkout is linked, which keeps its place', async () => {
    const project = makeProject({
      'app/package.json': '{"dependencies": {"lib": "file:../lib"}}',
      'app/entry.mjs': "import { lib } from 'lib'\nconsole.log(lib)",
      'lib/package.json': '{"name": "lib", "type": "module", "exports": "./index.js"}',
      'lib/index.js': "export const lib = 'from lib'",
    })
    git(project.path('app'), 'init', '-q')
    project.link('app/node_modules/lib', '../../lib')
    const captured = await capture(project, 'app/entry.mjs', { root: 'app' })
    expect(listFiles(captured.code)).toEqual(['app/entry.mjs', 'app/package.json', 'lib/index.js', 'lib/package.json'])
    expect(captured.record.root).toBe('..')
    expect(replay(captured)).toBe('from lib')
  })

  test('when packages far away are linked, which move to folders of their own', async () => {
    const far = makeProject({
      'x/package.json': '{"name": "far", "type": "module", "exports": "./src/index.js"}',
      'x/src/index.js': "import { deep } from '../lib/deep.js'\nexport const far = deep",
      'x/lib/deep.js': "export const deep = 'from far'",
      'y/index.js': "module.exports = require('./other')",
      'y/other.js': "module.exports = 'and y'",
    })
    const project = makeProject({
      'home/repo/package.json': '{}',
      'home/repo/src/entry.mjs': "import { far } from 'far'\nimport y from 'y'\nconsole.log(far, y)",
    })
    git(project.path('home/repo'), 'init', '-q')
    project.link('home/repo/node_modules/far', far.path('x'))
    project.link('home/repo/node_modules/y', far.path('y'))
    const captured = await capture(project, 'home/repo/src/entry.mjs', { root: 'home/repo' })
    expect(listFiles(captured.code)).toEqual([
      '_outside/1_x/lib/deep.js',
      '_outside/1_x/package.json',
      '_outside/1_x/src/index.js',
      '_outside/2_y/index.js',
      '_outside/2_y/other.js',
      'package.json',
      'src/entry.mjs',
    ])
    expect(captured.record.root).toBe('.')
    expect(captured.record.links).toEqual([
      { path: 'node_modules/far', target: '_outside/1_x' },
      { path: 'node_modules/y', target: '_outside/2_y' },
    ])
    expect(captured.record.files.find(({ path }) => path === '_outside/2_y/other.js')?.source).toBe(
      relative(project.path('home/repo'), far.path('y/other.js')),
    )
    expect(replay(captured)).toBe('from far and y')
  })

  test('when files outside the checkout are named by relative paths, which keep their places', async () => {
    const project = makeProject({
      'far/away/x.mjs': "export const x = 'from x'",
      'home/me/repo/entry.mjs': "import { x } from '../../../far/away/x.mjs'\nconsole.log(x)",
    })
    git(project.path('home/me/repo'), 'init', '-q')
    const captured = await capture(project, 'home/me/repo/entry.mjs', { root: 'home/me/repo' })
    expect(listFiles(captured.code)).toEqual(['far/away/x.mjs', 'home/me/repo/entry.mjs'])
    expect(replay(captured)).toBe('from x')
  })

  test('when a folder of sources is a link', async () => {
    const project = makeProject({
      'shared/x.mjs': "export const x = 'from x'",
      'src/entry.mjs': "import { x } from './linked/x.mjs'\nconsole.log(x)",
    })
    project.link('src/linked', '../shared')
    const captured = await capture(project, 'src/entry.mjs')
    expect(captured.record.links).toEqual([{ path: 'src/linked', target: 'shared' }])
    expect(replay(captured)).toBe('from x')
  })
})

describe('a snapshot in which places are taken', () => {
  test('moves files that have names of runlab', async () => {
    const project = makeProject({
      'entry.mjs': "import './git.patch'\nimport './_outside/a.mjs'",
      'git.patch': 'mine',
      '_outside/a.mjs': 'also mine',
    })
    const { record, code } = await capture(project, 'entry.mjs', {
      git: { patch: Buffer.from('the patch'), patchRecord: { state: 'written', size: 9, sha256: '' } },
    })
    expect(listFiles(code)).toEqual(['_collided/_outside/a.mjs', '_collided/git.patch', 'entry.mjs', 'git.patch'])
    expect(readFileSync(join(code, 'git.patch'), 'utf8')).toBe('the patch')
    expect(record.files.map(({ path, source }) => [path, source])).toContainEqual(['_collided/git.patch', 'git.patch'])
  })

  test('keeps a file whose place is taken beside the other, and records where', async () => {
    const project = makeProject({ 'entry.mjs': "import './a.mjs'", 'a.mjs': 'new' })
    const code = project.path('code')
    mkdirSync(code)
    writeFileSync(join(code, 'a.mjs'), 'old')
    const { record } = await capture(project, 'entry.mjs', { codeFolder: code })
    expect(project.read('code/a.mjs')).toBe('old')
    expect(project.read('code/_collided/1_a.mjs')).toBe('new')
    expect(record.files.map(({ path }) => path)).toEqual(['entry.mjs', '_collided/1_a.mjs'])
  })
})

describe('the patch of a snapshot', () => {
  test('is written beside the sources', async () => {
    const project = makeProject({ 'entry.mjs': '' })
    const patchRecord = { state: 'written', size: 5, sha256: 'ab' } as const
    const { record, code } = await capture(project, 'entry.mjs', {
      git: Promise.resolve({ patch: Buffer.from('patch'), patchRecord }),
    })
    expect(readFileSync(join(code, 'git.patch'), 'utf8')).toBe('patch')
    expect(record.patch).toEqual(patchRecord)
  })

  test('is named with the reason when there is none', async () => {
    const patchRecord = { state: 'none', reason: 'nothing differs' } as const
    const { record, code } = await capture(makeProject({ 'entry.mjs': '' }), 'entry.mjs', { git: { patch: null, patchRecord } })
    expect(listFiles(code)).toEqual(['entry.mjs'])
    expect(record.patch).toEqual(patchRecord)
  })
})
