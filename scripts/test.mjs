// The whole suite: `npm test`. Every step runs even if one before it failed, but nothing runs without a build.
// The last line is `N passed, N failed, N skipped`: the tests of vitest, and each of the other steps as one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'runlab-test-'))
const summaryFile = join(temporary, 'vitest.json')

/** Runs a program of node_modules/.bin, or npm, with its output on the terminal; whether it succeeded. */
function run(program, ...args) {
  const own = join(root, 'node_modules/.bin', program)
  const env = { ...process.env, RUNLAB_TEST_SUMMARY: summaryFile }
  const { status, error } = spawnSync(existsSync(own) ? own : program, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) console.error(String(error))
  return status === 0
}

const check = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0, notes: [] })

function test() {
  const succeeded = run('vitest', 'run', '--reporter=default', '--reporter=./scripts/vitest-summary.mjs')
  if (!existsSync(summaryFile)) return check(false)
  const counts = JSON.parse(readFileSync(summaryFile, 'utf8'))
  return { ...counts, failed: succeeded ? counts.failed : Math.max(1, counts.failed) }
}

const tarball = () => join(temporary, readdirSync(temporary).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz')

const STEPS = [
  { name: 'build', required: true, run: () => check(run('npm', 'run', '--silent', 'build')) },
  { name: 'types', run: () => check(run('npm', 'run', '--silent', 'typecheck')) },
  { name: 'lint and format', run: () => check(run('npm', 'run', '--silent', 'lint')) },
  { name: 'tests', run: test },
  { name: 'unused code', run: () => check(run('knip', '--no-progress')) },
  { name: 'pack', run: () => check(run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', temporary)) },
  { name: 'publint', run: () => check(run('publint', 'run', '--strict', tarball())) },
  {
    name: 'package types',
    // One ES module for everybody: require() of it works on every Node that we support (20.19+), so that a CommonJS file
    // resolving to it is meant. The resolution without `exports` (node10) cannot find subpaths and is not supported.
    run: () =>
      check(run('attw', tarball(), '--no-definitely-typed', '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm')),
  },
]

const total = { passed: 0, failed: 0, skipped: 0 }
const notes = []
const rows = []
let stopped = false
for (const step of STEPS) {
  if (stopped) {
    rows.push([step.name, 'not run: there is no build', ''])
    total.skipped += 1
    continue
  }
  console.log(`\n── ${step.name} ──`)
  const started = performance.now()
  const counts = step.run()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  for (const key of Object.keys(total)) total[key] += counts[key]
  notes.push(...counts.notes)
  stopped = step.required === true && counts.failed > 0
  rows.push([step.name, say(counts), `${seconds} s`])
}
rmSync(temporary, { recursive: true, force: true })

function say({ passed, failed, skipped }) {
  if (passed + failed + skipped === 1) return passed === 1 ? 'passed' : failed === 1 ? 'FAILED' : 'skipped'
  return `${passed} passed, ${failed} ${failed > 0 ? 'FAILED' : 'failed'}, ${skipped} skipped`
}

console.log('')
for (const [name, result, time] of rows) console.log(`${name.padEnd(17)}${result.padEnd(45)}${time.padStart(9)}`)
if (notes.length > 0) console.log('\nNot run:')
for (const { test: title, reason } of notes) console.log(`  ${title}: ${reason}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
