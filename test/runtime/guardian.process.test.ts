import { mkdtempSync, mkdirSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { Guardian } from '../../src/runtime/guardian/guardian.ts'

const PROGRAM = pathToFileURL('dist/guardian-thread.js').href

test('the guardian gives signs of life while the main thread is in a loop', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-guardian-')))
  const alive = join(folder, '.runlab/alive.json')
  mkdirSync(join(folder, '.runlab'))
  writeFileSync(alive, '{}')
  utimesSync(alive, 1, 1)
  const guardian = new Guardian(PROGRAM, { signInterval: 20 })
  guardian.watch(folder, { ignoresHangup: false, sampled: null })
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
  guardian.watch('/nowhere', { ignoresHangup: false, sampled: null })
  await guardian.ready()
  expect(guardian.isListening).toBe(false)
  guardian.answer('SIGINT', 10)
  guardian.release('/nowhere')
})
