import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { startHub } from '../sending/support/start-hub.ts'
import { startTracking } from '../sending/support/start-tracking.ts'

const run = mkdtempSync(join(tmpdir(), 'runlab-choose-'))
const link = startHub()
const [one, other] = [startTracking(run, { link, sender: 'one' }), startTracking(run, { link, sender: 'other' })]
one.track('score', 0.5)
other.track('score', 'good')
one.track('score', 1, { context: { split: 'val' } })
for (const { tracker } of [one, other]) tracker.settle()

describe.each(['live', 'sealed'])('a name of several kinds, %s', (state) => {
  const reader = (): TrackedReader => new TrackedReader(run, new KindRegistry())
  test('is asked for by kind and context', async () => {
    if (state === 'sealed') await sealTracked(run, 'test')
    expect([...reader().series('score', { kind: 'number', context: null }).values]).toEqual([0.5])
    expect([...reader().series('score', { kind: 'text' })].map(({ value }) => value)).toEqual(['good'])
    expect([...reader().follow('score', { kind: 'text', from: 0 })]).toHaveLength(1)
    expect(reader().series('score', { context: { split: 'val' } }).kind).toBe('number')
  })

  test.each([
    [{ context: null }, 'SERIES_AMBIGUOUS', 'which differ in their kind', 'series("score", { kind }), one of "number", "text"'],
    [{}, 'SERIES_AMBIGUOUS', 'which differ in their context', 'one of null, {"split":"val"}'],
    [{ kind: 'number' }, 'SERIES_AMBIGUOUS', 'which differ in their context', 'one of null, {"split":"val"}'],
    [{ kind: 'image' }, 'SERIES_NOT_FOUND', 'with that kind', 'It has the kinds: "number", "text"'],
    [{ kind: 'text', context: { split: 'val' } }, 'SERIES_NOT_FOUND', 'with that context', 'It has the contexts: null'],
  ] as const)('%j is refused: %s', (options, code, message, hint) => {
    const wanted = { code, message: expect.stringContaining(message), hint: expect.stringContaining(hint) }
    expect(() => reader().series('score', options)).toThrow(expect.objectContaining(wanted) as Error)
  })
})
