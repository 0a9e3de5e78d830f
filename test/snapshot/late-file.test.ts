import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addLateFile, captureSnapshot } from '../../src/snapshot/capture.ts'
import type { SnapshotRecord } from '../../src/format/records.ts'
import { readImportGraph } from '../../src/snapshot/import-graph.ts'
import { listFiles, makeProject } from './project.ts'
import type { Project } from './project.ts'

interface Started {
  readonly record: SnapshotRecord
  readonly code: string
  add(snapshot: SnapshotRecord, file: string): Promise<SnapshotRecord>
}

/** Captures the entry, and gives what adds to the snapshot. */
async function start(project: Project, entry: string, root = ''): Promise<Started> {
  const code = join(makeProject().folder, 'code')
  const graph = await readImportGraph({ entry: project.path(entry) })
  const record = await captureSnapshot({ graph, project: project.path(root), codeFolder: code })
  return { record, code, add: (snapshot, file) => addLateFile({ snapshot, file, project: project.path(root), codeFolder: code }) }
}

const placesOf = (record: SnapshotRecord): string[] => record.files.map(({ path, role }) => `${path} (${role})`)

describe('a file that is loaded while running', () => {
  test('is added with what it imports, at its place', async () => {
    const project = makeProject({
      'package.json': '{}',
      'src/entry.mjs': "import './known.mjs'",
      'src/known.mjs': '',
      'src/tasks/one.mjs': "import '../known.mjs'\nimport './two.mjs'\nimport './gone.mjs'",
      'src/tasks/two.mjs': '',
    })
    const { record, code, add } = await start(project, 'src/entry.mjs')
    const after = await add(record, project.path('src/tasks/one.mjs'))
    expect(placesOf(after)).toEqual([
      'src/entry.mjs (entry)',
      'package.json (project)',
      'src/known.mjs (import)',
      'src/tasks/one.mjs (late)',
      'src/tasks/two.mjs (late)',
    ])
    expect(listFiles(code)).toEqual(after.files.map(({ path }) => path).toSorted())
    expect(after.unresolved).toEqual(["src/tasks/one.mjs imports './gone.mjs': not found"])
    expect(after.entry).toBe('src/entry.mjs')
  })

  test('brings the package.json that decides how it loads', async () => {
    const project = makeProject({
      'package.json': '{}',
      'entry.mjs': '',
      'plugins/package.json': '{"type": "module"}',
      'plugins/a.js': '',
    })
    const { record, add } = await start(project, 'entry.mjs')
    expect(placesOf(await add(record, project.path('plugins/a.js')))).toEqual([
      'entry.mjs (entry)',
      'package.json (project)',
      'plugins/a.js (late)',
      'plugins/package.json (project)',
    ])
  })

  test('changes nothing when it is captured already, early or late', async () => {
    const project = makeProject({ 'entry.mjs': '', 'late.mjs': '' })
    const { record, add } = await start(project, 'entry.mjs')
    expect(await add(record, project.path('entry.mjs'))).toEqual(record)
    const once = await add(record, project.path('late.mjs'))
    expect(await add(once, project.path('late.mjs'))).toEqual(once)
  })

  test('changes nothing when it is installed', async () => {
    const project = makeProject({ 'entry.mjs': '', 'node_modules/dep/index.js': '' })
    const { record, add } = await start(project, 'entry.mjs')
    expect(await add(record, project.path('node_modules/dep/index.js'))).toEqual(record)
  })

  test('leaves out what it is told to', async () => {
    const project = makeProject({ 'entry.mjs': '', 'late.mjs': "import 'own'", 'own/index.js': '', 'own/package.json': '{}' })
    project.link('node_modules/own', '../own')
    const { record, code } = await start(project, 'entry.mjs')
    const known = new Set([project.path('own/index.js')])
    const options = { project: project.folder, codeFolder: code, known }
    const after = await addLateFile({ ...options, snapshot: record, file: project.path('late.mjs') })
    expect(placesOf(after)).toEqual(['entry.mjs (entry)', 'late.mjs (late)'])
    expect(await addLateFile({ ...options, snapshot: after, file: project.path('own/index.js') })).toEqual(after)
  })

  test('is named when it is gone or must not be captured', async () => {
    const project = makeProject({ 'entry.mjs': '', '.env.mjs': '' })
    const { record, code, add } = await start(project, 'entry.mjs')
    const after = await add(await add(record, project.path('gone.mjs')), project.path('.env.mjs'))
    expect(after.unresolved).toEqual([
      '.env.mjs was loaded while running: never captured: it may hold secrets',
      'gone.mjs was loaded while running: not found',
    ])
    expect(listFiles(code)).toEqual(['entry.mjs'])
  })

  test('gets a folder of its own when it lies above the root, and its neighbours join it', async () => {
    const project = makeProject({
      'repo/src/entry.mjs': '',
      'plugins/a.mjs': "import './lib/b.mjs'",
      'plugins/lib/b.mjs': '',
      'plugins/c.mjs': '',
      'else/d.mjs': '',
    })
    const { record, code, add } = await start(project, 'repo/src/entry.mjs', 'repo')
    let after = await add(record, project.path('plugins/a.mjs'))
    after = await add(after, project.path('plugins/c.mjs'))
    after = await add(after, project.path('else/d.mjs'))
    expect(placesOf(after)).toEqual([
      'entry.mjs (entry)',
      '_outside/1_plugins/a.mjs (late)',
      '_outside/1_plugins/c.mjs (late)',
      '_outside/1_plugins/lib/b.mjs (late)',
      '_outside/2_else/d.mjs (late)',
    ])
    expect(after.files.map(({ source }) => source)).toContain('../plugins/lib/b.mjs')
    expect(after.root).toBe(record.root)
    expect(listFiles(code)).toEqual(after.files.map(({ path }) => path).toSorted())
  })

  test('keeps the links and words of the record before', async () => {
    const project = makeProject({
      'entry.mjs': "import 'b'\nimport './gone.mjs'",
      'b/index.js': '',
      'c/index.js': '',
      'late.mjs': "import 'c'",
    })
    project.link('node_modules/b', '../b')
    project.link('node_modules/c', '../c')
    const { record, add } = await start(project, 'entry.mjs')
    const after = await add(record, project.path('late.mjs'))
    expect(after.links).toEqual([
      { path: 'node_modules/b', target: 'b' },
      { path: 'node_modules/c', target: 'c' },
    ])
    expect(after.unresolved).toEqual(record.unresolved)
  })
})
