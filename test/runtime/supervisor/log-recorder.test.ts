import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { FILES } from '../../../src/format/files.ts'
import { LogRecorder } from '../../../src/runtime/supervisor/log-recorder.ts'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-log-')))
})
const readLog = (): string => readFileSync(join(folder, FILES.log), 'utf8')

test('what is said before the run comes first, with secrets masked', () => {
  const log = new LogRecorder()
  log.write('out', Buffer.from('while loading: a-secret-value\n'))
  log.open(new RunWriter(folder), ['a-secret-value'])
  log.write('err', Buffer.from('in the run: a-secret-value\n'))
  log.close()
  const lines = readLog().trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('while loading')
  expect(lines[1]).toContain('in the run')
  expect(readLog() + log.lastLines.join()).not.toContain('a-secret-value')
})

test('the last lines are kept, and that memory ran out is seen', () => {
  const log = new LogRecorder()
  log.open(new RunWriter(folder), [])
  for (let i = 0; i < 100; i++) log.write('out', Buffer.from(`line ${i}\n`))
  expect(log.ranOutOfMemory).toBe(false)
  log.write('err', Buffer.from('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n'))
  log.close()
  expect(log.lastLines).toHaveLength(20)
  expect(log.lastLines[0]).toContain('line 81')
  expect(log.ranOutOfMemory).toBe(true)
  expect(log.error).toBeUndefined()
})

test('a log that cannot be opened is an error that is told, not thrown', () => {
  const log = new LogRecorder()
  log.open(new RunWriter(join(folder, 'missing')), [])
  log.write('out', Buffer.from('lost\n'))
  log.close()
  expect(log.error).toMatchObject({ code: 'ENOENT' })
})

test('a folder that has taken the place of the run’s gets no log, and that is told', () => {
  const run = new RunWriter(folder)
  renameSync(folder, `${folder}_moved`)
  mkdirSync(folder)
  const log = new LogRecorder()
  log.write('out', Buffer.from('before\n'))
  log.open(run, [])
  log.write('out', Buffer.from('after\n'))
  log.close()
  expect(readdirSync(folder)).toEqual([])
  expect(log.error).toMatchObject({ code: 'ARCHIVE_UNWRITABLE' })
})
