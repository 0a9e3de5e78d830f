import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseJsonText } from '../../../src/format/parse-json-text.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { tryRemove } from '../../../src/internal/try-remove.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'
import { FAILING } from './program.ts'
import { mountSmallDisk, noMounting } from './small-disk.ts'

const MODES = ['supervised', 'in process'] as const
const isRoot = process.getuid?.() === 0
/** A user who is nobody in particular: root is denied nothing. */
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

// The temporary folder of this file is for its owner alone; another user gets into it as into /tmp.
if (isRoot) chmodSync(tmpdir(), 0o1777)

const rescued: string[] = []
afterAll(() => {
  for (const folder of rescued) {
    for (const denied of ['results/failing/it', 'results/failing/it/.runlab'])
      if (existsSync(join(folder, denied))) chmodSync(join(folder, denied), 0o755)
    tryRemove(folder)
  }
})

interface Failed extends Outcome {
  readonly folder: string
  /** Where values and metadata were saved instead. */
  readonly rescue: string | undefined
  said(text: string | RegExp): number
}

async function run(
  disk: string,
  mode: (typeof MODES)[number],
  flags: readonly string[],
  as: readonly string[] = [],
): Promise<Failed> {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'failing.ts': FAILING })
  chmodSync(project.folder, 0o755)
  const node = [process.execPath, ...(mode === 'supervised' ? [BIN, 'run'] : ['--import', REGISTER]), 'failing.ts']
  const [command = '', ...args] = [...as, ...node, '--name', 'it', ...flags]
  const outcome = await project.spawn(command, args, { DISK: disk, RUNLAB_RESULTS: join(disk, 'results') })
  const output = outcome.stdout + outcome.stderr
  const rescue = /Values and metadata are in (\S+)/.exec(output)?.[1]
  if (rescue !== undefined) rescued.push(rescue)
  const said = (text: string | RegExp): number => output.split(text).length - 1
  return { ...outcome, folder: join(disk, 'results/failing/it'), rescue, said }
}

function json(folder: string, name: string): any {
  return parseJsonText(readFileSync(join(folder, name), 'utf8'), name)
}

/** What holds however the disk fails. */
function expectHonest(failed: Failed, reason: string): void {
  expect(failed.said('came to its end'), failed.stdout + failed.stderr).toBe(1)
  expect(failed.said('caught ARCHIVE_UNWRITABLE')).toBe(3)
  expect(failed.said(/Cannot write .* The run goes on/)).toBe(1)
  // In the order in which it was first tried, and values are written when there is time.
  expect(
    failed.said(/\[error\] Could not be written: (?=.*kept\.txt)(?=.*experiment_data\.json)(?=.*experiment_meta\.json)/),
  ).toBe(1)
  expect(failed.said(reason)).toBeGreaterThan(0)
  expect(failed.code).toBe(3)
  const rescue = failed.rescue ?? ''
  expect(json(rescue, 'experiment_data.json')).toMatchObject({ before: 1, after: 'x'.repeat(20_000) })
  const unwritten = json(rescue, 'experiment_meta.json').unwritten.map(({ path }: { path: string }) => path)
  expect(json(rescue, 'experiment_meta.json')).toMatchObject({ status: 'done', exit_code: 3 })
  expect(unwritten).toEqual(expect.arrayContaining(['kept.txt', 'experiment_data.json', 'experiment_meta.json']))
}

/** The documents of before are whole. */
function expectWhole(folder: string): void {
  expect(json(folder, 'experiment_meta.json').status).toBe('running')
  expect(json(folder, '.runlab/snapshot.json').entry).toBe('failing.ts')
  expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('as it was')
  const lines = readFileSync(join(folder, '.runlab/artifacts.jsonl'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).name)).toEqual(['kept.txt'])
}

// Beside each other: each has a disk of its own, and much of it is waiting.
describe.concurrent.each(MODES)('%s, on a disk', (mode) => {
  test('that gets full, the run comes to its end, says how it ended and what is missing, and replaces nothing by a part', async ({
    skip,
  }) => {
    if (noMounting !== null) return skip(noMounting)
    const failed = await run(mountSmallDisk(), mode, ['--way', 'gets full'])
    const { folder, code, rescue } = failed
    expect({ code, rescue }, failed.stdout + failed.stderr).toEqual({ code: 3, rescue: undefined })
    expect(failed.said('came to its end')).toBe(1)
    expect(failed.said('caught ARCHIVE_UNWRITABLE')).toBe(3)
    expect(failed.said(/\[error\] Could not be written: .*kept\.txt.*the disk is full \(ENOSPC\)/)).toBe(1)
    // What says how it ended has room that was kept from the start.
    const meta = json(folder, 'experiment_meta.json')
    expect(meta).toMatchObject({ status: 'done', phase: 'ended', exit_code: 3 })
    expect(meta.unwritten).toContainEqual({ path: 'kept.txt', reason: 'the disk is full (ENOSPC)' })
    expect(json(folder, 'experiment_data.json')).toMatchObject({ before: 1, after: 'x'.repeat(20_000) })
    expect((await loadRun(folder)).status).toBe('done')
    expect(existsSync(join(folder, '.runlab/reserve'))).toBe(false)
    expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('as it was')
    if (!existsSync(join(folder, 'report.html'))) expect(failed.said(/^[│└] report /m)).toBe(0)
  })

  test('that is full for a while, the record is complete but for what it names', async ({ skip }) => {
    if (noMounting !== null) return skip(noMounting)
    const { folder, code, rescue } = await run(mountSmallDisk(), mode, ['--way', 'gets full', '--ends', 'healed'])
    expect({ code, rescue }).toEqual({ code: 3, rescue: undefined })
    expect(json(folder, 'experiment_data.json').after).toBe('x'.repeat(20_000))
    const meta = json(folder, 'experiment_meta.json')
    expect(meta).toMatchObject({ status: 'done', phase: 'ended', exit_code: 3 })
    expect(meta.unwritten).toContainEqual({ path: 'kept.txt', reason: 'the disk is full (ENOSPC)' })
    expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('as it was')
    const log = readFileSync(join(folder, 'experiment_out.log'), 'utf8')
    // The supervisor may read what was said when the disk has room again.
    if (mode === 'in process')
      expect(log).toMatch(/\[runlab\] \d+ bytes are missing here: the disk is full \(ENOSPC\)\.\n.*came to its end/)
  })

  test('that gets full, an artifact that nobody catches fails the run', async ({ skip }) => {
    if (noMounting !== null) return skip(noMounting)
    const failed = await run(mountSmallDisk(), mode, ['--way', 'gets full', '--ends', 'throwing'])
    expect({ code: failed.code, rescue: failed.rescue }).toEqual({ code: 1, rescue: undefined })
    expect(json(failed.folder, 'experiment_meta.json')).toMatchObject({
      status: 'failed',
      phase: 'ended',
      error: { code: 'ARCHIVE_UNWRITABLE' },
    })
  })

  test('that becomes read-only, the same', async ({ skip }) => {
    if (noMounting !== null) return skip(noMounting)
    const failed = await run(mountSmallDisk(), mode, ['--way', 'becomes read-only'])
    expectHonest(failed, 'the file system is read-only (EROFS)')
    expectWhole(failed.folder)
  })

  test('that denies permission, the same', async ({ skip }) => {
    const disk = newFolder()
    chmodSync(disk, 0o777)
    const as = isRoot ? NOBODY : []
    if (isRoot && !(await canRead(as))) return skip('runs as another user than root, who cannot read this checkout')
    const failed = await run(disk, mode, ['--way', 'denies permission'], as)
    expectHonest(failed, 'permission denied (EACCES)')
    expectWhole(failed.folder)
  })

  test('from which the folder of the run is removed, it is not made again', async () => {
    const disk = newFolder()
    const failed = await run(disk, mode, ['--way', 'loses the folder'])
    expectHonest(failed, "the run's folder was removed")
    expect(existsSync(failed.folder)).toBe(false)
  })

  test('on which another folder takes the place of the run, that is left as it is', async () => {
    const disk = newFolder()
    const failed = await run(disk, mode, ['--way', 'gets another folder'])
    expectHonest(failed, "another folder has taken the place of the run's")
    expect(readdirSync(failed.folder).toSorted()).toEqual(['.runlab', 'mine.txt'])
    expect(readdirSync(join(failed.folder, '.runlab'))).toEqual(['alive.json'])
    expect(readFileSync(join(failed.folder, '.runlab/alive.json'), 'utf8')).toBe('not this run')
    expectWhole(`${failed.folder}_moved`)
  })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-disk-'))
  rescued.push(folder)
  return folder
}

async function canRead(as: readonly string[]): Promise<boolean> {
  const [command = '', ...args] = as
  const project = new Project({})
  chmodSync(project.folder, 0o755)
  try {
    return (await project.spawn(command, [...args, process.execPath, BIN, '--help'])).code === 0
  } catch {
    return false // there is no setpriv
  }
}
