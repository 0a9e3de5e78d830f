import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ArtifactStore } from '../../src/archive/artifacts/artifact-store.ts'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { judgeStanding, readMeta } from '../../src/archive/status/read-status.ts'
import type { Standing } from '../../src/archive/status/read-status.ts'
import type { RunWriter } from '../../src/archive/writing/run-writer.ts'
import { RunlabError } from '../../src/errors.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import type { DeadEnding } from '../../src/finish/dead-ending.ts'
import { finish } from '../../src/finish/finish.ts'
import type { Finished } from '../../src/finish/finish.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { sha256 } from '../archive/support/make-store.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

const NOW = Date.UTC(2026, 10, 24)
const me = describeProcess()
const DEAD = { ...me, pid: 2 ** 22 + 1 }

/** A run that was killed in `run`: a committed artifact, one that is in no list, a record that was cut off, parts. */
async function makeDead(changes: Partial<RunMeta> = {}): Promise<RunWriter> {
  const start = Date.now() / 1000 - 60
  const meta = { status: 'running', phase: 'run', end_time: null, duration: 0, start_time: start, ...changes } as const
  const writer = makeRun(tempFolder(), 'word_count/killed', meta)
  writer.writeAlive(DEAD)
  const values = new ValueTree()
  values.set('metrics/loss', 0.5)
  writer.writeData(values)
  const store = new ArtifactStore({ writer, now: Date.now })
  await store.commit('kept.txt', 'kept')
  await store.commit('moved.txt', 'moved away later')
  writer.appendInput({
    path: 'a',
    resolved: 'a',
    kind: 'file',
    size: 1,
    sha256: null,
    files: 1,
    time: 1,
    parameter: null,
  })
  appendFileSync(join(writer.folder, '.runlab/artifacts.jsonl'), '{"name":"torn.txt","si')
  writeFileSync(join(writer.folder, 'half.bin'), 'half of it')
  mkdirSync(join(writer.folder, '.runlab/partial'), { recursive: true })
  writeFileSync(join(writer.folder, '.runlab/partial/x.tmp'), 'part')
  return writer
}

async function recover(folder: string, options: Partial<DeadEnding> = {}): Promise<Finished & { readonly standing: Standing }> {
  const finished = await finish(folder, { by: 'recover', now: NOW, draw: null, ...options })
  return { ...finished, standing: judgeStanding(folder, readMeta(folder)) }
}

async function refusalOf(folder: string, options: Partial<DeadEnding> = {}): Promise<RunlabError> {
  try {
    await recover(folder, options)
  } catch (error) {
    if (error instanceof RunlabError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const digest = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  )

describe('a run whose process died', () => {
  test('gets its status and end, its lists completed, its parts removed', async () => {
    const { folder } = await makeDead()
    const lastSign = statSync(join(folder, '.runlab/alive.json')).mtimeMs
    const { standing, done, isComplete } = await recover(folder)
    expect({ status: standing.status, life: standing.life, isComplete }).toEqual({
      status: 'crashed',
      life: 'ended',
      isComplete: false,
    })
    expect(done).toEqual([
      'the last record of .runlab/artifacts.jsonl, which was cut off, removed',
      '1 file listed that may not be complete: half.bin',
      'analysis.ts written',
    ])
    const run = openRun(folder)
    expect(run.meta).toMatchObject({
      status: 'crashed',
      phase: 'run',
      recovered: NOW / 1000,
      end_time: Math.round(lastSign) / 1000,
      counts: { artifacts: 3, inputs: 1 },
      warnings: [
        expect.stringMatching(/^Recovered at 2026-11-24T00:00:00\.000Z: .*half\.bin.*end_time is the last sign of life\.$/),
      ],
    })
    expect(run.meta.duration).toBeCloseTo(lastSign / 1000 - run.meta.start_time, 2)
    expect(run.values).toEqual({ metrics: { loss: 0.5 } })
    expect(run.artifacts.get('half.bin').sha256).toBe(sha256('half of it'))
    expect(readFileSync(join(folder, '.runlab/artifacts.jsonl'), 'utf8')).toMatch(/"half\.bin".*"incomplete":true}\n$/)
    expect(run.artifacts.get('kept.txt').sha256).toBe(sha256('kept'))
    expect(readFileSync(join(folder, 'analysis.ts'), 'utf8')).toContain(`analysis of run ${run.meta.run}`)
    expect(['.runlab/alive.json', '.runlab/partial', '.runlab-claim'].filter((name) => existsSync(join(folder, name)))).toEqual(
      [],
    )
    expect(run.ending).toMatchObject({
      text: 'crashed in run: its process is gone, and nobody saw how it ended',
      complete: false,
    })
  })

  test('is left alone when it is recovered again', async () => {
    const { folder } = await makeDead()
    await recover(folder)
    const before = digest(folder)
    expect(await recover(folder, { now: NOW + 5000 })).toMatchObject({ isComplete: true, done: [] })
    expect(digest(folder)).toEqual(before)
  })

  test('keeps what its supervisor saw: time and status', async () => {
    const writer = await makeDead()
    const time = Date.now() - 30_000
    const signals = { exitCode: null, signal: 'SIGKILL', requested: 'SIGTERM', forced: true } as const
    writer.writeEnding({ time, by: 'supervisor', ...signals, why: null, grace: null, cause: null, lastOutput: [] })
    const { standing } = await recover(writer.folder)
    expect(standing.meta).toMatchObject({ status: 'interrupted', signal: 'SIGTERM', signal_phase: null, end_time: time / 1000 })
    expect(openRun(writer.folder).ending?.text).toBe(
      'interrupted by SIGTERM in run: it did not answer and was ended by force; its hooks did not run',
    )
  })

  test('keeps a status that it had written itself, with its time and warnings', async () => {
    const own = { status: 'done', phase: 'afterRun', end_time: 2e9, duration: 7, warnings: ['one'] } as const
    const { folder } = await makeDead(own)
    const { standing } = await recover(folder)
    expect(standing.meta).toMatchObject({ status: 'done', phase: 'afterRun', end_time: 2e9, duration: 7 })
    expect(standing.meta.warnings).toEqual(['one', expect.stringMatching(/^Recovered at /)])
  })

  test('that was killed after its last document only loses its leftovers', async () => {
    const { folder } = await makeDead({ status: 'done', phase: 'ended', end_time: 2e9, duration: 7 })
    await recover(folder)
    expect(openRun(folder).meta).not.toHaveProperty('recovered')
    expect(existsSync(join(folder, '.runlab/alive.json'))).toBe(false)
  })

  test('gets a document of values where it has none', async () => {
    const writer = makeRun(tempFolder(), 'early', { status: 'running', phase: 'prepare', end_time: null })
    writer.writeAlive(DEAD)
    await recover(writer.folder)
    expect(JSON.parse(readFileSync(join(writer.folder, 'experiment_data.json'), 'utf8'))).toEqual({})
  })
})

describe('artifacts', () => {
  test('that were changed after they were listed are listed anew, moved ones are not listed any more', async () => {
    const { folder } = await makeDead()
    const file = join(folder, 'kept.txt')
    writeFileSync(file, 'Kept')
    utimesSync(file, Date.now() / 1000 + 60, Date.now() / 1000 + 60) // the same size, another time
    rmSync(join(folder, 'moved.txt'))
    const { done } = await recover(folder)
    expect(done).toContain('2 files listed that may not be complete: half.bin, kept.txt')
    expect(done).toContain('1 file taken off the list of artifacts: not there any more')
    const { artifacts } = openRun(folder)
    expect(artifacts.names()).toEqual(['half.bin', 'kept.txt'])
    expect(artifacts.get('kept.txt').sha256).toBe(sha256('Kept'))
  })

  test('that only look changed, as in a copied folder, keep their record', async () => {
    const { folder } = await makeDead()
    utimesSync(join(folder, 'kept.txt'), Date.now() / 1000 + 60, Date.now() / 1000 + 60)
    await recover(folder)
    const records = readFileSync(join(folder, '.runlab/artifacts.jsonl'), 'utf8')
    expect(records.split('\n').filter((line) => line.includes('kept.txt'))).toEqual([expect.stringContaining('"via":"commit"')])
  })

  test('whose names hold a secret are in no list, and it is said that there are some', async () => {
    const { folder } = await makeDead()
    writeFileSync(join(folder, 'of-a-secret-0815.txt'), 'x')
    const { done } = await recover(folder, { secrets: ['a-secret-0815'] })
    expect(done.join()).toContain('has a name that holds a secret')
    expect(openRun(folder).artifacts.names()).toEqual(['half.bin', 'kept.txt', 'moved.txt'])
    for (const name of ['.runlab/artifacts.jsonl', 'experiment_meta.json'])
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('a-secret-0815')
  })

  test('above the limit are listed without a checksum', async () => {
    const { folder } = await makeDead()
    await recover(folder, { hashLimit: 0 })
    expect(openRun(folder).artifacts.get('half.bin')).toMatchObject({ size: 10, sha256: null })
  })

  test('with a record that lacks only its newline are kept', async () => {
    const { folder } = await makeDead()
    const file = join(folder, '.runlab/inputs.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd())
    const { done } = await recover(folder)
    expect(done.join()).not.toContain('inputs.jsonl')
    expect(openRun(folder).inputs).toHaveLength(1)
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true)
  })
})

describe('what is not certainly dead is refused', () => {
  test('a run whose process is alive: RUN_ALIVE, also with --assume-dead', async () => {
    const writer = await makeDead()
    writer.writeAlive(me)
    const before = digest(writer.folder)
    expect(await refusalOf(writer.folder)).toMatchObject({
      code: 'RUN_ALIVE',
      message: expect.stringContaining(`${process.pid}`),
    })
    expect((await refusalOf(writer.folder, { assumeDead: true })).code).toBe('RUN_ALIVE')
    expect(digest(writer.folder)).toEqual(before)
  })

  test('a run that is done and still finalising: RUN_ALIVE', async () => {
    const writer = await makeDead({ status: 'done', phase: 'afterRun', end_time: 2e9 })
    writer.writeAlive(me)
    expect((await refusalOf(writer.folder)).code).toBe('RUN_ALIVE')
  })

  test('a run of another host: RUN_LIFE_UNKNOWN with host and last sign of life, until told that it is dead', async () => {
    const writer = await makeDead()
    writer.writeAlive({ ...me, host: 'node17' })
    const sign = NOW / 1000 - 3 * 3600
    utimesSync(join(writer.folder, '.runlab/alive.json'), sign, sign)
    const before = digest(writer.folder)
    const refusal = await refusalOf(writer.folder)
    expect(refusal.code).toBe('RUN_LIFE_UNKNOWN')
    expect(refusal.message).toContain('it ran on node17, and its last sign of life was 3 h ago')
    expect(refusal.hint).toContain('--assume-dead')
    expect(digest(writer.folder)).toEqual(before)
    expect((await recover(writer.folder, { assumeDead: true })).standing.meta.status).toBe('crashed')
  })

  test('a run that another process recovers: RUN_ALIVE', async () => {
    const { folder } = await makeDead()
    writeFileSync(join(folder, '.runlab-claim'), JSON.stringify(me))
    expect((await refusalOf(folder)).code).toBe('RUN_ALIVE')
    writeFileSync(join(folder, '.runlab-claim'), JSON.stringify(DEAD))
    expect((await recover(folder)).standing.status).toBe('crashed')
    expect(existsSync(join(folder, '.runlab-claim'))).toBe(false)
    writeFileSync(join(folder, '.runlab-claim'), JSON.stringify(DEAD))
    expect((await recover(folder)).isComplete).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.runlab-claim'))).toEqual([])
  })

  test.each(['artifacts.jsonl', 'inputs.jsonl'])(
    'a run whose %s is a link to elsewhere: ARCHIVE_FORMAT, and nothing is written there',
    async (name) => {
      const { folder } = await makeDead()
      const outside = join(tempFolder(), 'private.txt')
      writeFileSync(outside, 'private')
      rmSync(join(folder, '.runlab', name))
      symlinkSync(outside, join(folder, '.runlab', name))
      expect(await refusalOf(folder, { assumeDead: true })).toMatchObject({ code: 'ARCHIVE_FORMAT' })
      expect(readFileSync(outside, 'utf8')).toBe('private')
    },
  )

  test('a run of PyComex, which runlab only reads: ARCHIVE_FORMAT', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'experiment_meta.json'), '{"status":"running"}')
    expect(await refusalOf(folder, { assumeDead: true })).toMatchObject({ code: 'ARCHIVE_FORMAT' })
  })
})
