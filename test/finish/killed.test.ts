import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ArtifactStore } from '../../src/archive/artifacts/artifact-store.ts'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import type { DeadEnding } from '../../src/finish/dead-ending.ts'
import { finish } from '../../src/finish/finish.ts'
import { STEPS } from '../../src/finish/steps.ts'
import type { Step } from '../../src/finish/steps.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

const NOW = Date.UTC(2026, 10, 24)
const START = NOW - 60_000

/** A run that died in `run`, in the midst of everything: values in a journal, points, files in no list. */
async function makeDead(): Promise<string> {
  const writer = makeRun(tempFolder(), 'word_count/died', {
    status: 'running',
    phase: 'run',
    end_time: null,
    duration: 0,
    start_time: START / 1000,
  })
  writer.writeAlive({ ...describeProcess(), pid: 2 ** 22 + 1 })
  const values = new ValueTree()
  values.set('early', 1)
  writer.writeData(values)
  mkdirSync(join(writer.folder, '.runlab/journal'))
  writeFileSync(join(writer.folder, '.runlab/journal/values-000001.jsonl'), '{"key":"late","value":2}\n')
  const journal = new JournalBuilder(writer.folder)
  const loss = journal.define('loss')
  for (let i = 0; i < 9; i++) journal.writeMixed([loss, i, START + i, i / 3])
  await new ArtifactStore({ writer, now: Date.now }).commit('kept.txt', 'kept')
  writeFileSync(join(writer.folder, 'half.bin'), 'half of it')
  const ending = {
    exitCode: null,
    signal: 'SIGKILL',
    requested: null,
    forced: false,
    why: null,
    grace: null,
    cause: null,
    lastOutput: [],
  } as const
  writer.writeEnding({ ...ending, time: START + 5000, by: 'supervisor' })
  return writer.folder
}

function endingOf(folder: string): DeadEnding {
  const draw = async (): ReturnType<NonNullable<DeadEnding['draw']>> => {
    mkdirSync(join(folder, 'visuals'), { recursive: true })
    writeFileSync(join(folder, 'visuals/loss.svg'), '<svg/>')
    rmSync(join(folder, '.runlab/undrawn'))
    return { visuals: [], failed: [], idle: [] }
  }
  return { by: 'supervisor', now: NOW, draw }
}

const STOPPED = new Error('stopped')

/** Takes all steps up to one, as a process does that is killed after it. */
async function finishUntil(folder: string, last: Step): Promise<void> {
  const afterStep = (step: Step): void => {
    if (step === last) throw STOPPED
  }
  await expect(finish(folder, { ...endingOf(folder), afterStep })).rejects.toBe(STOPPED)
}

/** Every file, without what differs from call to call in words. */
function contentOf(folder: string): Readonly<Record<string, unknown>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).toSorted()
  return Object.fromEntries(names.map((name) => [name, readingOf(folder, name)]))
}

function readingOf(folder: string, name: string): unknown {
  const text = readFileSync(join(folder, name), 'latin1')
  if (name === 'experiment_meta.json') return { ...JSON.parse(text), warnings: [] }
  if (name === '.runlab/checksums.json') return JSON.parse(text).files.map(({ path }: { path: string }) => path)
  return name === 'report.html' ? text.slice(0, 15) : text
}

test.each(STEPS)(
  'a run whose finishing was stopped after "%s" becomes what it would have become, and was true meanwhile',
  async (step) => {
    const undisturbed = await makeDead()
    const folder = join(tempFolder(), 'word_count/died')
    cpSync(undisturbed, folder, { recursive: true, preserveTimestamps: true })
    await finish(undisturbed, endingOf(undisturbed))

    await finishUntil(folder, step)
    const stopped = openRun(folder)
    expect(JSON.parse(readFileSync(join(folder, 'experiment_meta.json'), 'utf8')).status).toBe('crashed')
    expect(stopped.values).toEqual({ early: 1, late: 2 })
    expect(Array.from(stopped.series('loss').values)).toEqual(Array.from({ length: 9 }, (_, i) => i / 3))
    expect(stopped.ending?.text).toBe('crashed in run: its process was ended by SIGKILL')
    const isDrawn = existsSync(join(folder, 'visuals/loss.svg'))
    expect(isDrawn || stopped.meta.recovered === undefined || existsSync(join(folder, '.runlab/undrawn'))).toBe(true)

    await finish(folder, endingOf(folder))
    expect(contentOf(folder)).toEqual(contentOf(undisturbed))
    expect(openRun(folder).meta).toMatchObject({
      status: 'crashed',
      phase: 'run',
      end_time: (START + 5000) / 1000,
      duration: 5,
      recovered: NOW / 1000,
      counts: { artifacts: 2, series: 1, points: 9 },
      __track__: ['loss'],
    })
    expect(await finish(folder, endingOf(folder))).toEqual({ isComplete: true, done: [] })
  },
)

test('what cannot be drawn is said where pictures are looked for, and tried again by the next call', async () => {
  const folder = await makeDead()
  const draw = async (): Promise<never> => await Promise.reject(new Error('it was given up'))
  await finish(folder, { ...endingOf(folder), draw })
  expect(readFileSync(join(folder, '.runlab/undrawn'), 'utf8')).toBe('it was given up')
  expect(await finish(folder, { ...endingOf(folder), draw: null })).toMatchObject({ isComplete: true })
  await finish(folder, endingOf(folder))
  expect(existsSync(join(folder, '.runlab/undrawn'))).toBe(false)
})

test('a signal leaves the steps that are not begun to the next call', async () => {
  const folder = await makeDead()
  const stop = new AbortController()
  const afterStep = (step: Step): void => {
    if (step === 'values') stop.abort()
  }
  await finish(folder, { ...endingOf(folder), signal: stop.signal, afterStep })
  expect(existsSync(join(folder, '.runlab/tracking'))).toBe(true)
  expect(openRun(folder).status).toBe('crashed')
  expect((await finish(folder, endingOf(folder))).isComplete).toBe(false)
  expect(existsSync(join(folder, 'tracked/series.parquet'))).toBe(true)
})
