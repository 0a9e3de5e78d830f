import { describe, expect, test } from 'vitest'
import { compareCode } from '../../../src/analysis/compare/compare-code.ts'
import { codeOf } from './compared-runs.ts'
import type { FileOf } from './compared-runs.ts'

type Files = Readonly<Record<string, FileOf>>
const compare = async (before: Files, after: Files) => (await compareCode(codeOf('A', before), codeOf('B', after))).entries

describe('captured files', () => {
  test('that differ have a unified diff, those that do not have none', async () => {
    const entries = await compare(
      { 'study.ts': { role: 'entry', text: 'one\ntwo\nthree\n' }, 'lib/same.ts': { text: 'same' } },
      { 'study.ts': { role: 'entry', text: 'one\n2\nthree\n' }, 'lib/same.ts': { text: 'same' } },
    )
    expect(entries).toEqual([
      expect.objectContaining({ path: 'lib/same.ts', state: 'same', diff: null, note: null }),
      {
        path: 'study.ts',
        state: 'changed',
        before: { path: 'study.ts', source: 'study.ts', size: 14 },
        after: { path: 'study.ts', source: 'study.ts', size: 12 },
        diff: '--- A/study.ts\n+++ B/study.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n',
        note: null,
      },
    ])
  })

  test('of one run alone are added or removed, in full', async () => {
    const entries = await compare({ 'gone.ts': { text: 'a\nb\n' } }, { 'new.ts': { text: 'c' } })
    expect(entries.map(({ path, state, diff }) => [path, state, diff])).toEqual([
      ['gone.ts', 'removed', '--- A/gone.ts\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n'],
      ['new.ts', 'added', '--- /dev/null\n+++ B/new.ts\n@@ -0,0 +1,1 @@\n+c\n\\ No newline at end of file\n'],
    ])
  })

  test('are paired by their place in the project, else by that in the archive, else as entries', async () => {
    const entries = await compare(
      {
        'a/study.ts': { role: 'entry', text: '1' },
        'x/lib.ts': { path: 'lib.ts', text: '1' },
        'b.ts': { path: 'moved.ts', text: '1' },
      },
      {
        'c/other.ts': { role: 'entry', text: '2' },
        'y/lib.ts': { path: 'lib.ts', text: '2' },
        'b.ts': { path: 'elsewhere.ts', text: '2' },
      },
    )
    expect(entries.map(({ before, after }) => [before?.source, after?.source])).toEqual([
      ['b.ts', 'b.ts'],
      ['a/study.ts', 'c/other.ts'],
      ['x/lib.ts', 'y/lib.ts'],
    ])
  })

  test('that are binary or large are compared by size', async () => {
    const binary: FileOf = { text: 'x'.repeat(1200), content: { state: 'binary', size: 1200 } }
    const large: FileOf = { text: 'x'.repeat(7), content: { state: 'large', size: 7 } }
    expect(await compare({ 'a.wasm': binary }, { 'a.wasm': large, 'b.wasm': binary })).toMatchObject([
      { path: 'a.wasm', diff: null, note: 'differs, 1,200 bytes → 7 bytes' },
      { path: 'b.wasm', state: 'added', diff: null, note: '1,200 bytes' },
    ])
  })

  test('that cannot be read are said', async () => {
    const gone: FileOf = { text: 'a', content: { state: 'unreadable', reason: 'it is not there any more' } }
    expect(await compare({ 'a.ts': gone }, { 'a.ts': { text: 'b' } })).toMatchObject([
      { state: 'changed', diff: null, note: 'that of A cannot be read: it is not there any more' },
    ])
  })

  test('that differ in what is masked say so', async () => {
    const masked = { text: '***', redacted: true } as const
    expect(await compare({ 'a.ts': { ...masked, sha256: '1' } }, { 'a.ts': { ...masked, sha256: '2' } })).toMatchObject([
      { state: 'changed', diff: null, note: 'differs in what is masked as a secret' },
    ])
  })

  test('that have thousands of lines and none in common are not compared line by line', async () => {
    const lines = (letter: string): FileOf => ({ text: Array.from({ length: 3000 }, (_, i) => `${letter}${i}\n`).join('') })
    expect(await compare({ 'a.ts': lines('a') }, { 'a.ts': lines('b') })).toMatchObject([
      { state: 'changed', diff: null, note: 'differs in more than 4000 lines' },
    ])
  })

  test('of the project are compared, lockfiles are not', async () => {
    const files = (text: string): Files => ({
      'package.json': { role: 'project', text },
      'package-lock.json': { role: 'project', text },
      'lib/yarn.lock': { role: 'import', text },
    })
    expect((await compare(files('1'), files('2'))).map(({ path }) => path)).toEqual(['lib/yarn.lock', 'package.json'])
  })

  test('of a run that has recorded none are not compared', async () => {
    expect(await compareCode({ ...codeOf('A', {}), snapshot: null }, codeOf('B', {}))).toEqual({
      entries: [],
      notes: ['not compared: the code of A is not recorded'],
    })
  })
})
