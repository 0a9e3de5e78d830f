// Writes docs/reference/errors.md from the error catalogue; with --check only says whether it is up to date.
import '@oxc-node/core/register'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const { errorReference } = await import('./error-reference.ts')
const { CATALOGUE } = await import('../src/errors.ts')

const page = new URL('../docs/reference/errors.md', import.meta.url)
const text = errorReference(CATALOGUE)
if (!process.argv.includes('--check')) {
  writeFileSync(page, text)
} else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.error('docs/reference/errors.md is out of date: node scripts/generate-error-reference.mjs')
  process.exitCode = 1
}
