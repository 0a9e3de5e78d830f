import { mkdtempSync, mkdirSync, realpathSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { folderIdentity } from '../../src/internal/folder-identity.ts'
import { Guardian } from '../../src/runtime/guardian/guardian.ts'
import { until } from '../support/waiting.ts'

const PROGRAM = pathToFileURL('dist/guardian-thread.js').href

/** A folder whose last sign of life is old. */
function makeFolder(folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-guardian-')))): string {
  const alive = join(folder, '.runlab/alive.json')
  mkdirSync(join(folder, '.runlab'), { recursive: true })
  writeFileSync(alive, '{}')
  utimesSync(alive, 1, 1)
  return folder
}

const signOf = (folder: string): number => statSync(join(folder, '.runlab/alive.json')).mtimeMs

test('the guardian gives no signs of life to a folder that has taken the place of a run', async () => {
  const [replaced, other] = [makeFolder(), makeFolder()]
  const identity = folderIdentity(replaced)
  renameSync(replaced, `${replaced}-moved`)
  makeFolder(replaced)
  const guardian = new Guardian(PROGRAM, { signInterval: 20 })
  guardian.watch({ folder: replaced, identity, ignoresHangup: false, sampled: null })
  guardian.watch({ folder: other, identity: folderIdentity(other), ignoresHangup: false, sampled: null })
  try {
    await until('a sign of life of the run that is asked last', () => signOf(other) > 1000)
    expect(signOf(replaced)).toBe(1000)
  } finally {
    guardian.release(replaced)
    guardian.release(other)
  }
})

test('the guardian gives signs of life while the main thread is in a loop', async () => {
  const folder = makeFolder()
  const alive = join(folder, '.runlab/alive.json')
  const guardian = new Guardian(PROGRAM, { signInterval: 20 })
  guardian.watch({ folder, identity: folderIdentity(folder), ignoresHangup: false, sampled: null })
  try {
    await guardian.ready()
    expect(guardian.isListening).toBe(true)
    const end = performance.now() + 240_000
    while (statSync(alive).mtimeMs === 1000 && performance.now() < end); // a loop that does not let go
    expect(statSync(alive).mtimeMs).toBeGreaterThan(1000)
  } finally {
    guardian.release(folder)
  }
  expect(guardian.isListening).toBe(false)
})

test('a thread that cannot be started is done without', async () => {
  const guardian = new Guardian(pathToFileURL('dist/there-is-none.js').href, { signInterval: 1000 })
  guardian.watch({ folder: '/nowhere', identity: null, ignoresHangup: false, sampled: null })
  await guardian.ready()
  expect(guardian.isListening).toBe(false)
  guardian.answer('finishing', 'SIGINT', 10)
  expect(guardian.readSignal()).toBeNull()
  guardian.release('/nowhere')
})
