import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listRuns, walkRuns } from '../../../src/archive/listing/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../../src/archive/listing/list-runs.ts'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

function paths(runs: Iterable<ListedRun | UnreadableRun>): string[] {
  return Array.from(runs, ({ namespace, run }) => `${namespace}|${run}`)
}

test('runs come newest first, with where they lie, their metadata and status', () => {
  const archive = tempFolder()
  makeRun(archive, 'a/old', { start_time: 1, namespace: 'moved from elsewhere' })
  makeRun(archive, 'new', { start_time: 3, status: 'failed' })
  const running = makeRun(archive, 'a/b/middle', { start_time: 2, status: 'running' })
  running.writeAlive(describeProcess())
  const runs = listRuns(archive)
  expect(paths(runs)).toEqual(['|new', 'a/b|middle', 'a|old'])
  expect(runs).toMatchObject([{ status: 'failed' }, { status: 'running' }, { status: 'done', folder: join(archive, 'a', 'old') }])
  running.writeAlive({ ...describeProcess(), startTime: '1' })
  expect(listRuns(archive)).toMatchObject([{}, { status: 'crashed', meta: { status: 'running' } }, {}])
})

test('a namespace limits the list to what lies in and below it', () => {
  const archive = tempFolder()
  makeRun(archive, 'a/one', { start_time: 1 })
  makeRun(archive, 'a/b/two', { start_time: 2 })
  makeRun(archive, 'ab/three')
  expect(paths(listRuns(archive, { namespace: 'a' }))).toEqual(['a/b|two', 'a|one'])
  expect(paths(listRuns(archive, { namespace: 'a/b' }))).toEqual(['a/b|two'])
  expect(paths(listRuns(archive, { namespace: 'no/such' }))).toEqual([])
})

test('the folder of a run is not searched for others', () => {
  const archive = tempFolder()
  makeRun(archive, 'one')
  makeRun(archive, 'one/artifacts/two')
  expect(paths(listRuns(archive))).toEqual(['|one'])
})

test('what is no run is passed over', () => {
  const archive = tempFolder()
  makeRun(archive, 'node_modules/x/one')
  makeRun(archive, '.git/one')
  makeRun(archive, '.runlab-old-debug-x')
  makeRun(archive, '.hidden/one')
  mkdirSync(join(archive, 'a', 'empty'), { recursive: true })
  writeFileSync(join(archive, 'a', 'file'), '')
  expect(paths(listRuns(archive))).toEqual(['.hidden|one'])
})

test('an archive that does not exist has no runs', () => {
  expect(listRuns(join(tempFolder(), 'none'))).toEqual([])
})

describe('what cannot be read', () => {
  test('is reported last, and hides nothing', () => {
    const archive = tempFolder()
    for (const [name, text] of [
      ['broken', '{"format":1,'],
      ['newer', '{"format":7}'],
      ['odd', '[]'],
    ] as const) {
      makeRun(archive, `a/${name}`)
      writeFileSync(join(archive, 'a', name, 'experiment_meta.json'), text)
    }
    makeRun(archive, 'a/good')
    const runs = listRuns(archive)
    expect(runs[0]).toMatchObject({ run: 'good', status: 'done' })
    expect(
      runs
        .slice(1)
        .map((run) => ('error' in run ? [run.run, run.error.code] : []))
        .toSorted(),
    ).toEqual([
      ['broken', 'ARCHIVE_FORMAT'],
      ['newer', 'ARCHIVE_VERSION'],
      ['odd', 'ARCHIVE_FORMAT'],
    ])
  })

  test('because it is no folder is reported', () => {
    const archive = join(tempFolder(), 'file')
    writeFileSync(archive, '')
    expect(listRuns(archive)).toMatchObject([{ error: { code: 'ARCHIVE_FORMAT' } }])
  })

  test('because it has been removed meanwhile is passed over', () => {
    const archive = tempFolder()
    for (const name of ['one', 'two', 'three']) makeRun(archive, name)
    const found: string[] = []
    for (const { run } of walkRuns(archive)) {
      found.push(run)
      for (const name of ['one', 'two', 'three']) if (name !== run) rmSync(join(archive, name), { recursive: true, force: true })
    }
    expect(found).toHaveLength(1)
  })
})

test('a link to a run is listed, a link to a folder of runs is not followed', () => {
  const archive = tempFolder()
  const elsewhere = tempFolder()
  makeRun(elsewhere, 'one')
  symlinkSync(join(elsewhere, 'one'), join(archive, 'linked'))
  symlinkSync(elsewhere, join(archive, 'many'))
  symlinkSync(archive, join(archive, 'circle'))
  expect(paths(listRuns(archive))).toEqual(['|linked'])
})
