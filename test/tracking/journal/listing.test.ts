import fs from 'node:fs'
import { expect, test } from 'vitest'
import { listLiveJournal } from '../../../src/tracking/journal/segment-names.ts'
import { replaceFs } from '../../support/replace-fs.ts'

const JOURNAL = '/no-such-folder/journal'

/** What the system says of the journal when it is asked one time after the other; the last answer again and again. */
function listings(...all: readonly string[][]): void {
  const { readdirSync } = fs
  const left = [...all]
  const list = (path: string): string[] => {
    if (path !== JOURNAL) return readdirSync(path)
    return (left.length > 1 ? left.shift() : left[0]) ?? []
  }
  replaceFs({ readdirSync: list as typeof readdirSync })
}

const namesOf = (): readonly string[] | undefined => listLiveJournal(JOURNAL)?.segments.map(({ name }) => name)

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
