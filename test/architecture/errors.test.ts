import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { errorReference } from '../../scripts/error-reference.ts'
import { CATALOGUE } from '../../src/errors.ts'

const tests = fileURLToPath(new URL('..', import.meta.url))
const page = new URL('../../docs/reference/errors.md', import.meta.url)

/** The codes that no text mentions as a whole word. */
function unmentioned(codes: readonly string[], texts: readonly string[]): string[] {
  const words = new Set(texts.flatMap((text) => text.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []))
  return codes.filter((code) => !words.has(code))
}

describe('the error catalogue', () => {
  test('has every code thrown in some test', () => {
    const texts = readdirSync(tests, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts') && !entry.parentPath.includes('architecture'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    expect(unmentioned(Object.keys(CATALOGUE), texts)).toEqual([])
  })

  test('is documented as it is (else: node scripts/generate-error-reference.mjs)', () => {
    expect(readFileSync(page, 'utf8')).toBe(errorReference(CATALOGUE))
  })
})

describe('the check for codes in tests', () => {
  test('takes whole words only', () => {
    expect(unmentioned(['RUN_ENDED', 'RUN'], ["toThrow('RUN_ENDED')"])).toEqual(['RUN'])
  })
})

describe('the reference page', () => {
  const row = (entry: (details: never) => { message: string; hint?: string }): string | undefined =>
    errorReference({ CODE: entry }).split('\n').at(-2)

  test('writes … for what varies', () => {
    expect(
      row((d: { name: string; count: number }) => ({ message: `No "${d.name}" (${JSON.stringify(d.name)}, ${d.count}).` })),
    ).toBe('| `CODE` | No "…" ("…", …). |  |')
  })

  test('says every hint that can be given', () => {
    const entry = (d: { near: string | null; known: readonly string[] }): { message: string; hint: string } => ({
      message: 'Neither null.',
      hint: d.near ? `Did you mean ${d.near}?` : `Known: ${d.known.join(', ')}.`,
    })
    expect(row(entry)).toBe('| `CODE` | Neither null. | Did you mean …?<br>or: Known: …. |')
  })

  test('leaves out what an entry says without a detail that it needs', () => {
    expect(
      row((d: { list: readonly string[] }) => ({ message: `Of ${d.list.map((item) => item).join('|')}\n\n`, hint: '<b>' })),
    ).toBe('| `CODE` | Of … | &lt;b> |')
  })
})
