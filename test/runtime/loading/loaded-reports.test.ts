import { appendFileSync, existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import type { LoadedFile } from '../../../src/runtime/loading/loaded-files.ts'
import { LoadedReports, reportLoaded } from '../../../src/runtime/loading/loaded-reports.ts'

test('a run hears once of each file that its threads and forks say they load, and of none when it is over', () => {
  const heard: LoadedFile[] = []
  const reports = new LoadedReports((loaded) => heard.push(loaded))
  reports.read() // nobody has started anything
  const { file } = reports
  const [one, other, gone] = [
    { path: '/a.ts', stamp: { size: 3, mtimeMs: 1.5 } },
    { path: '/ü\n.ts', stamp: { size: 0, mtimeMs: 2 } },
    { path: '/gone.ts', stamp: null },
  ]
  reportLoaded(file, one)
  reports.read()
  reports.read()
  appendFileSync(file, '{"path":\n') // of a process that was killed
  reportLoaded(file, other)
  reportLoaded(file, gone)
  reports.read()
  expect(heard).toEqual([one, other, gone])

  rmSync(dirname(file), { recursive: true }) // as systems clear their temporary folders
  reports.read()
  reports.close()
  expect(existsSync(dirname(file))).toBe(false)
  reportLoaded(file, one)
  expect(existsSync(file)).toBe(false)
  expect(process.listeners('exit').some((listener) => String(listener).includes('rmSync'))).toBe(false)
})
