import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { listLiveJournal } from '../../../src/tracking/journal/segment-names.ts'

vi.mock(import('node:fs'), async (original) => ({ ...(await original()), readdirSync: vi.fn() as never }))

/** What the system says when it is asked one time after the other; the last answer again and again. */
function listings(...all: readonly string[][]): void {
  const list = vi.mocked(readdirSync as (path: string) => string[])
  list.mockReset()
  for (const names of all) list.mockReturnValueOnce(names)
  list.mockReturnValue(all.at(-1) ?? [])
}

const namesOf = (): readonly string[] | undefined => listLiveJournal('/journal')?.segments.map(({ name }) => name)

test('a listing that lacks a segment and what has just replaced it is not believed', () => {
  listings(
    ['main.series.jsonl', 'main-000001.points', 'main-000003.points'],
    ['main.series.jsonl', 'main-000001..000002.points.pages', 'main-000003.points'],
  )
  expect(namesOf()).toEqual(['main-000001..000002.points', 'main-000003.points'])
})

test('a folder that changes all the time is listed all the same', () => {
  listings(...Array.from({ length: 50 }, (_, i) => [`main-${String(i + 1).padStart(6, '0')}.points`]))
  expect(namesOf()).toEqual(['main-000020.points'])
})
