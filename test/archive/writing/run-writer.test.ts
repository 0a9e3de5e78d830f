import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { parseMeta } from '../../../src/format/parse-meta.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { sampleMeta } from '../support/sample-meta.ts'
import { tempFolder } from '../support/temp-folder.ts'

const artifact = { name: 'a', size: 1, sha256: 'x', time: 1, via: 'commit' } as const
const alive = { host: 'h', bootId: null, pidNamespace: null, pid: 1, startTime: null }

test('metadata are written so that they can be read back, and replaced as a whole', () => {
  const folder = tempFolder()
  const writer = new RunWriter(folder)
  writer.writeMeta(sampleMeta({ status: 'running' }))
  writer.writeMeta(sampleMeta())
  const text = readFileSync(join(folder, 'experiment_meta.json'), 'utf8')
  expect(parseMeta(JSON.parse(text), 'x')).toStrictEqual(sampleMeta())
  expect(text.endsWith('}\n')).toBe(true)
  expect(text).toContain('\n  "status": "done"')
})

test('values are written as tagged JSON', () => {
  const folder = tempFolder()
  const tree = new ValueTree()
  tree.set('metrics/loss', Number.NaN)
  new RunWriter(folder).writeData(tree)
  expect(JSON.parse(readFileSync(join(folder, 'experiment_data.json'), 'utf8'))).toStrictEqual({
    metrics: { loss: { $runlab: 'Number', value: 'NaN' } },
  })
})

test('records are appended, a line each', () => {
  const folder = tempFolder()
  const writer = new RunWriter(folder)
  writer.appendArtifact(artifact)
  writer.appendArtifact({ ...artifact, name: 'b\nc' }, { ...artifact, name: 'd' })
  writer.appendArtifact()
  const lines = readFileSync(join(folder, '.runlab', 'artifacts.jsonl'), 'utf8').split('\n')
  expect(lines).toHaveLength(4)
  expect(lines.slice(0, 3).map((line) => JSON.parse(line).name)).toEqual(['a', 'b\nc', 'd'])
  expect(lines[3]).toBe('')
})

test('text goes into folders that are made', () => {
  const folder = tempFolder()
  new RunWriter(folder).writeText('code/deep/er.patch', 'x\n')
  expect(readFileSync(join(folder, 'code', 'deep', 'er.patch'), 'utf8')).toBe('x\n')
})

test('only complete documents lie in the folder', () => {
  const folder = tempFolder()
  const writer = new RunWriter(folder)
  writer.writeMeta(sampleMeta())
  writer.writeAlive(alive)
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
    '.runlab',
    '.runlab/alive.json',
    '.runlab/partial',
    'experiment_meta.json',
  ])
  writer.removeAlive()
  writer.removeAlive()
  expect(existsSync(join(folder, '.runlab', 'alive.json'))).toBe(false)
})

test('a folder that somebody has removed is not made anew', () => {
  const folder = join(tempFolder(), 'run')
  mkdirSync(folder)
  const writer = new RunWriter(folder)
  writer.writeMeta(sampleMeta())
  rmSync(folder, { recursive: true })
  const unwritable = expect.objectContaining({
    code: 'ARCHIVE_UNWRITABLE',
    message: expect.stringContaining("the run's folder was removed"),
  })
  expect(() => writer.writeMeta(sampleMeta())).toThrow(unwritable)
  expect(() => writer.appendArtifact(artifact)).toThrow(unwritable)
  expect(() => writer.writeText('code/a', '')).toThrow(unwritable)
  expect(existsSync(folder)).toBe(false)
})

test('another folder that has taken the place of the run is left alone', () => {
  const folder = join(tempFolder(), 'run')
  mkdirSync(folder)
  const writer = new RunWriter(folder)
  renameSync(folder, `${folder}_moved`)
  mkdirSync(folder)
  const unwritable = expect.objectContaining({ message: expect.stringContaining('another folder has taken the place') })
  expect(() => writer.writeMeta(sampleMeta())).toThrow(unwritable)
  expect(() => writer.appendArtifact(artifact)).toThrow(unwritable)
  expect(() => writer.removeAlive()).toThrow(unwritable)
  expect(readdirSync(folder)).toEqual([])
})

test('a sign of life is the time of the file that names the process; without one it is nothing', () => {
  const folder = tempFolder()
  const writer = new RunWriter(folder)
  writer.touchAlive(5_000)
  expect(readdirSync(folder)).toEqual([])
  writer.writeAlive(alive)
  writer.touchAlive(5_000_000)
  expect(statSync(join(folder, '.runlab/alive.json')).mtimeMs).toBe(5_000_000)
})

test('how a process ended is not written into the folder of another run that has taken its place', () => {
  const folder = join(tempFolder(), 'debug')
  mkdirSync(join(folder, '.runlab'), { recursive: true })
  const writer = new RunWriter(folder)
  const ending = { time: 1, by: 'supervisor', exitCode: 0, signal: null, requested: null, forced: false } as const
  renameSync(folder, `${folder}-old`)
  mkdirSync(join(folder, '.runlab'), { recursive: true })
  writer.writeEnding({ ...ending, why: null, grace: null, cause: null, lastOutput: [] })
  expect(readdirSync(join(folder, '.runlab'))).toEqual([])
  rmSync(folder, { recursive: true })
  renameSync(`${folder}-old`, folder)
  writer.writeEnding({ ...ending, why: null, grace: null, cause: null, lastOutput: [] })
  expect(readdirSync(join(folder, '.runlab'))).toEqual(['ending.json'])
})
