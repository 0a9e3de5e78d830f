import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendLine } from '../../src/internal/append-line.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('a line begins anew behind half a line, and is not written behind a link', () => {
  const folder = tempFolder()
  const [file, outside, link] = ['a.jsonl', 'private.txt', 'link.jsonl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(file, 'half')
  appendLine(file, 'whole')
  expect(readFileSync(file, 'utf8')).toBe('half\nwhole\n')
  writeFileSync(outside, 'private')
  symlinkSync(outside, link)
  expect(() => appendLine(link, 'whole')).toThrow('ELOOP')
  expect(readFileSync(outside, 'utf8')).toBe('private')
})
