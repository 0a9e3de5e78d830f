import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { readWithJournal } from '../../src/tracking/journal/read-journal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runlab-journal-'))
})

const read = (document: Record<string, unknown> = {}): Record<string, unknown> =>
  readWithJournal(folder, () => {
    const tree = new ValueTree()
    for (const [key, value] of Object.entries(document)) tree.set(key, value)
    return tree
  }).toObject()

describe('reading', () => {
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, '.runlab/journal'), { recursive: true })
    appendFileSync(join(folder, '.runlab/journal', name), text)
  }
  const line = (key: string, value: unknown): string => `${JSON.stringify({ key, value, time: 1 })}\n`

  test('without a journal gives the document', () => {
    expect(read({ a: 1 })).toEqual({ a: 1 })
  })

  test('applies segments in their order', () => {
    write('values-000010.jsonl', line('a', 3))
    write('values-000009.jsonl', line('a', 2))
    expect(read({ a: 1 })).toEqual({ a: 3 })
  })

  test('leaves out a last line that was cut off, and lines that are none', () => {
    write('values-000001.jsonl', `${line('a', 1)}no line\n["x"]\n${line('b', 2)}{"key":"c","va`)
    writeFileSync(join(folder, '.runlab/journal/other.txt'), 'x')
    expect(read()).toEqual({ a: 1, b: 2 })
  })

  test('of lines that the document holds already changes nothing', () => {
    write('values-000001.jsonl', line('a/b', 1) + line('a', 5) + line('c', { $runlab: 'Number', value: 'NaN' }))
    expect(read({ a: 5, c: Number.NaN })).toEqual({ a: 5, c: Number.NaN })
  })
})
