import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRunFolder } from '../../../src/archive/creation/create-run-folder.ts'
import type { RunFolderOptions } from '../../../src/archive/creation/create-run-folder.ts'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { fillRunFolder as fill } from '../support/fill-run-folder.ts'
import { tempFolder } from '../support/temp-folder.ts'

const now = new Date(2026, 10, 3, 5, 4, 2, 999)

function tails(...values: string[]): () => string {
  const rest = [...values]
  return () => rest.shift() ?? 'last'
}

function create(archive: string, options: Partial<RunFolderOptions> = {}): { folder: string; run: string } {
  return createRunFolder({ archive, namespace: 'ns', now, tail: tails('k3f9'), ...options })
}

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('names', () => {
  test('are local time and a tail, in the namespace', () => {
    const archive = join(tempFolder(), 'results')
    const { folder, run } = create(archive, { namespace: 'a/b' })
    expect(run).toBe('2026-11-03_05-04-02_k3f9')
    expect(folder).toBe(join(archive, 'a', 'b', run))
    expect(statSync(folder).isDirectory()).toBe(true)
  })

  test('begin with the prefix', () => {
    const archive = tempFolder()
    expect(create(archive, { prefix: 'slow' }).run).toBe('slow_2026-11-03_05-04-02_k3f9')
    expect(create(archive, { prefix: '' }).run).toBe('2026-11-03_05-04-02_k3f9')
  })

  test('that are taken are drawn again', () => {
    const archive = tempFolder()
    create(archive)
    expect(create(archive, { tail: tails('k3f9', 'k3f9', 'zzzz') }).run).toBe('2026-11-03_05-04-02_zzzz')
  })

  test('that are given are used, and refused when taken', () => {
    const archive = tempFolder()
    expect(create(archive, { name: 'baseline' }).run).toBe('baseline')
    expect(() => create(archive, { name: 'baseline' })).toThrow(coded('RUN_NAME_TAKEN', join(archive, 'ns', 'baseline')))
  })

  test('that cannot be used are refused before anything is made', () => {
    const archive = tempFolder()
    expect(() => create(archive, { name: 'a/b' })).toThrow(coded('NAME_INVALID', 'name "a/b"'))
    expect(() => create(archive, { prefix: '..' })).toThrow(coded('NAME_INVALID', 'prefix'))
    expect(() => create(archive, { namespace: '../x' })).toThrow(coded('NAME_INVALID', 'namespace'))
    expect(() => create(archive, { prefix: 'x'.repeat(240) })).toThrow(coded('NAME_INVALID', '255'))
    expect(() => create(archive, { tail: () => 'a/b' })).toThrow(coded('NAME_INVALID'))
  })

  test('below another run are refused', () => {
    const archive = tempFolder()
    const { folder } = create(archive, { name: 'baseline' })
    writeFileSync(join(folder, 'experiment_meta.json'), '{}')
    expect(() => create(archive, { namespace: 'ns/baseline' })).toThrow(coded('NAME_INVALID', 'there is a run at'))
    expect(() => create(archive, { namespace: 'ns/baseline/deeper' })).toThrow(coded('NAME_INVALID', 'there is a run at'))
  })
})

test('an archive that cannot be written says why', () => {
  const archive = tempFolder()
  writeFileSync(join(archive, 'file'), '')
  expect(() => create(join(archive, 'file'))).toThrow(coded('ARCHIVE_UNWRITABLE', 'is a file, not a folder'))
  expect(() => create(archive, { namespace: 'file' })).toThrow(coded('ARCHIVE_UNWRITABLE'))
})

test('when every tail is taken, it gives up instead of drawing for ever', () => {
  const archive = tempFolder()
  create(archive)
  expect(() => create(archive, { tail: () => 'k3f9' })).toThrow(coded('ARCHIVE_UNWRITABLE', 'taken'))
})

describe('debug runs', () => {
  const debug = (archive: string): string =>
    create(archive, { debug: true, tail: () => Math.random().toString(36).slice(2, 6) }).run

  function writeAlive(folder: string, changes: object): void {
    const alive = { host: 'elsewhere', bootId: null, pidNamespace: null, pid: 1, startTime: '1', ...changes }
    writeFileSync(join(folder, '.runlab', 'alive.json'), JSON.stringify(alive))
  }

  test('use the folder debug, and replace one that has ended', () => {
    const archive = tempFolder()
    expect(debug(archive)).toBe('debug')
    for (const status of ['done', 'failed', 'interrupted'] as const) {
      const folder = fill(archive, 'debug', { status })
      expect(debug(archive)).toBe('debug')
      expect(readdirSync(folder)).toEqual([])
    }
    expect(readdirSync(join(archive, 'ns'))).toEqual(['debug'])
  })

  test.each<[string, (archive: string) => void]>([
    ['a run that is no debug run', (archive) => fill(archive, 'debug', { debug: false })],
    ['a folder without metadata', (archive) => mkdirSync(join(archive, 'ns', 'debug', 'photos'), { recursive: true })],
    [
      'metadata that cannot be read',
      (archive) => writeFileSync(join(fill(archive, 'debug'), 'experiment_meta.json'), '{"debug": tr'),
    ],
    [
      'metadata of a newer format',
      (archive) => writeFileSync(join(fill(archive, 'debug'), 'experiment_meta.json'), '{"format":9,"debug":true}'),
    ],
    [
      'a debug run of PyComex',
      (archive) =>
        writeFileSync(
          join(fill(archive, 'debug'), 'experiment_meta.json'),
          '{"status":"done","parameters":{"__DEBUG__":{"value":true}}}',
        ),
    ],
    ['a run that is claimed by another', (archive) => writeFileSync(join(fill(archive, 'debug'), '.runlab-claim'), '')],
    ['a run whose process cannot be judged', (archive) => writeAlive(fill(archive, 'debug', { status: 'running' }), {})],
    [
      'a run that ended, whose process still works on it',
      (archive) => writeAlive(fill(archive, 'debug', { status: 'done' }), {}),
    ],
    ['a running run that names no process', (archive) => fill(archive, 'debug', { status: 'running' })],
    [
      'a file',
      (archive) => {
        mkdirSync(join(archive, 'ns'))
        writeFileSync(join(archive, 'ns', 'debug'), 'notes')
      },
    ],
    [
      'a link',
      (archive) => {
        const folder = fill(archive, 'elsewhere')
        symlinkSync(folder, join(archive, 'ns', 'debug'))
      },
    ],
  ])('never touch %s', (_what, prepare) => {
    const archive = tempFolder()
    prepare(archive)
    const before = snapshotOf(archive)
    expect(debug(archive)).toBe('debug_2')
    expect(debug(archive)).toBe('debug_3')
    expect(snapshotOf(archive)).toMatchObject(before)
  })

  test('replace one whose claimer was killed, and remove what others that were killed had moved away', () => {
    const archive = tempFolder()
    const dead = JSON.stringify({ ...describeProcess(), startTime: '1' })
    writeFileSync(join(fill(archive, 'debug'), '.runlab-claim'), dead)
    writeFileSync(join(fill(archive, '.runlab-old-debug-aaaa'), '.runlab-claim'), dead)
    // What was judged by is gone already: it was killed while it removed.
    rmSync(join(fill(archive, '.runlab-old-debug-bbbb'), 'experiment_meta.json'))
    writeFileSync(join(archive, 'ns/.runlab-old-debug-bbbb/.runlab-claim'), dead)
    fill(archive, '.runlab-old-debug-kept')
    writeFileSync(join(fill(archive, '.runlab-old-debug-live'), '.runlab-claim'), JSON.stringify(describeProcess()))
    expect(debug(archive)).toBe('debug')
    expect(readdirSync(join(archive, 'ns')).toSorted()).toEqual(['.runlab-old-debug-kept', '.runlab-old-debug-live', 'debug'])
    expect(readdirSync(join(archive, 'ns/debug'))).toEqual([])
  })
})

function snapshotOf(archive: string): Record<string, string> {
  const entries = readdirSync(archive, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    entries.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  )
}
