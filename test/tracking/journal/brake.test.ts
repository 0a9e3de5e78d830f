import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { PageMaker } from '../../../src/tracking/journal/page-maker.ts'
import { PointWriter } from '../../../src/tracking/journal/point-ring.ts'
import { RunJournal } from '../../../src/tracking/journal/run-journal.ts'
import { BEHIND } from '../../../src/tracking/journal/shared-state.ts'
import { Outlet } from '../../../src/tracking/sending/outlet.ts'
import { until } from '../../support/waiting.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-brake-'))

test('who tracks is told while many segments wait to be compacted, and when they do not any more', async () => {
  const run = join(root, 'run')
  mkdirSync(join(run, '.runlab'), { recursive: true })
  let compact = (): void => undefined
  const compacted = new Promise<void>((resolve) => (compact = resolve))
  const pages: PageMaker = {
    compact: async () => {
      await compacted
      return undefined
    },
    merge: async () => await compacted,
    seal: () => Promise.reject(new Error('not asked')),
  }
  const journal = new RunJournal(run, 'main', pages)
  const ring = new PointWriter()
  const state = new Int32Array(ring.shared.state)
  journal.attach('key', ring.shared)
  const text = `"n":0,"t":0,"x":"${'x'.repeat(8 * 2 ** 20)}"}`
  const seen: number[] = []
  for (let i = 0; i < 26; i++) {
    ring.sendRecord(text.length)
    journal.addRecord({ type: 'record', run, key: 'key', series: 0, text })
    journal.flush()
    seen.push(Atomics.load(state, BEHIND))
  }
  expect(seen.lastIndexOf(0)).toBe(23)
  compact()
  await until('the end of the brake', () => {
    journal.flush()
    return Atomics.load(state, BEHIND) === 0
  })
  await journal.close()
})

test('who tracks waits then, whenever points are taken, and not otherwise', () => {
  const outlet = new Outlet({
    link: { send: () => undefined, isDead: false },
    run: join(root, 'none'),
    key: 'key',
    label: 'main',
    onFailing: () => undefined,
  })
  outlet.define({ id: 0, name: 'loss', context: null, kind: 'number', sender: 'main' })
  const wait = vi.spyOn(Atomics, 'wait').mockReturnValue('ok')
  onTestFinished(() => wait.mockRestore())
  const waits = (): number => wait.mock.calls.filter(([, place]) => place === BEHIND).length
  outlet.put(0, 0, 0, 0)
  expect(waits()).toBe(0)
  const state = new Int32Array(outlet.state)
  Atomics.store(state, BEHIND, 1)
  outlet.put(0, 1, 0, 0) // who writes knows already
  expect(waits()).toBe(0)
  Atomics.store(state, 2, 0) // it has taken all
  outlet.put(0, 2, 0, 0)
  expect(waits()).toBe(1)
})
