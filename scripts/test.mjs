// The whole suite: `npm test`. Every step runs even if one before it failed, but nothing runs without a build.
// The last line is `N passed, N failed, N skipped`: the tests of vitest, and each of the other steps as one.
// `--write-durations` keeps how long the test files took for the next run's order (scripts/longest-first.mjs).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'runlab-test-'))
const summaryFile = join(temporary, 'vitest.json')
const durationsFile = join(root, 'scripts/test-durations.json')

/** Runs a program of node_modules/.bin, or npm, with its output on the terminal; whether it succeeded. */
function run(program, ...args) {
  const own = join(root, 'node_modules/.bin', program)
  const env = { ...process.env, RUNLAB_TEST_SUMMARY: summaryFile, RUNLAB_TEST_PACKAGE: tarball() ?? '' }
  const { status, error } = spawnSync(existsSync(own) ? own : program, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) console.error(String(error))
  return status === 0
}

function tarball() {
  const name = readdirSync(temporary).find((file) => file.endsWith('.tgz'))
  return name && join(temporary, name)
}

const check = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 })

function test() {
  const succeeded = run('vitest', 'run', '--reporter=default', '--reporter=./scripts/vitest-summary.mjs')
  if (!existsSync(summaryFile)) return check(false)
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8'))
  return { ...summary, failed: succeeded ? summary.failed : Math.max(1, summary.failed) }
}

const STEPS = [
  { name: 'build', required: true, run: () => run('npm', 'run', '--silent', 'build') },
  { name: 'types', run: () => run('npm', 'run', '--silent', 'typecheck') },
  { name: 'lint and format', run: () => run('npm', 'run', '--silent', 'lint') },
  { name: 'unused code', run: () => run('knip', '--no-progress') },
  { name: 'pack', run: () => run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', temporary) },
  { name: 'publint', run: () => run('publint', 'run', '--strict', tarball() ?? 'missing.tgz') },
  {
    name: 'package types',
    // One ES module for everybody: require() of it works on every Node that we support (20.19+), so that a CommonJS file
    // resolving to it is meant. The resolution without `exports` (node10) cannot find subpaths and is not supported.
    run: () =>
      run(
        'attw',
        tarball() ?? 'missing.tgz',
        '--no-definitely-typed',
        '--profile',
        'node16',
        '--ignore-rules',
        'cjs-resolves-to-esm',
      ),
  },
  { name: 'tests', run: test },
]

const total = { passed: 0, failed: 0, skipped: 0 }
const rows = []
let tests = { notes: [], files: {} }
let stopped = false
for (const step of STEPS) {
  if (stopped) {
    rows.push([step.name, 'not run: there is no build', ''])
    total.skipped += 1
    continue
  }
  console.log(`\n── ${step.name} ──`)
  const started = performance.now()
  const result = step.run()
  const counts = typeof result === 'boolean' ? check(result) : result
  if (counts.files) tests = counts
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  for (const key of Object.keys(total)) total[key] += counts[key]
  stopped = step.required === true && counts.failed > 0
  rows.push([step.name, say(counts), `${seconds} s`])
}
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })

function say({ passed, failed, skipped }) {
  if (passed + failed + skipped === 1) return passed === 1 ? 'passed' : failed === 1 ? 'FAILED' : 'skipped'
  return `${passed} passed, ${failed} ${failed > 0 ? 'FAILED' : 'failed'}, ${skipped} skipped`
}

/** What did not run, a line for each reason. */
function linesOfNotes(notes) {
  const reasons = [...new Set(notes.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const files = notes.filter((note) => note.reason === reason).map(({ file }) => file)
    return `  ${reason}: ${files.length} ${files.length === 1 ? 'test' : 'tests'} in ${[...new Set(files)].join(', ')}`
  })
}

const bySeconds = Object.entries(tests.files).toSorted(([, a], [, b]) => b - a)
if (process.argv.includes('--write-durations')) {
  const kept = Object.fromEntries(bySeconds.filter(([, seconds]) => seconds >= 1))
  writeFileSync(durationsFile, `${JSON.stringify(kept, null, 2)}\n`)
}

console.log('')
for (const [name, result, time] of rows) console.log(`${name.padEnd(17)}${result.padEnd(45)}${time.padStart(9)}`)
if (bySeconds.length > 0) console.log('\nThe slowest test files:')
for (const [file, seconds] of bySeconds.slice(0, 10)) console.log(`  ${file.padEnd(60)}${seconds.toFixed(1).padStart(7)} s`)
if (tests.notes.length > 0) console.log(`\nNot run:\n${linesOfNotes(tests.notes).join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
