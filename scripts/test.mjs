// The whole suite: `npm test`. Every step runs even if one before it failed, but nothing runs without a build. The checks run
// beside the tests, which wait for their processes now and then; what a check says comes in one piece when it ends.
// The last line is `N passed, N failed, N skipped`: the tests of vitest, and each of the other steps as one.
// `--write-durations` keeps how long the test files took for the next run's order (scripts/longest-first.mjs).
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'runlab-test-'))
const summaryFile = join(temporary, 'vitest.json')
const durationsFile = join(root, 'scripts/test-durations.json')

/** Runs a program of node_modules/.bin, or npm, with its output on the terminal; whether it succeeded. */
async function run(program, ...args) {
  return await start(program, args, 'inherit').succeeded
}

/** The same, with its output on the terminal when it has ended, below the name of the step. */
async function runBeside(name, program, ...args) {
  const { child, succeeded } = start(program, args, 'pipe')
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const hasSucceeded = await succeeded
  console.log(`\n── ${name} ──\n${Buffer.concat(output)}`.trimEnd())
  return hasSucceeded
}

function start(program, args, output) {
  const own = join(root, 'node_modules/.bin', program)
  const colors = output === 'pipe' && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const env = { ...process.env, ...colors, RUNLAB_TEST_SUMMARY: summaryFile, RUNLAB_TEST_PACKAGE: tarball() ?? '' }
  const child = spawn(existsSync(own) ? own : program, args, { cwd: root, env, stdio: ['ignore', output, output] })
  const succeeded = new Promise((settle) => {
    child.once('close', (code) => settle(code === 0))
    child.once('error', (error) => {
      console.error(String(error))
      settle(false)
    })
  })
  return { child, succeeded }
}

function tarball() {
  const name = readdirSync(temporary).find((file) => file.endsWith('.tgz'))
  return name && join(temporary, name)
}

const check = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 })

async function test() {
  const succeeded = await run('vitest', 'run', '--reporter=default', '--reporter=./scripts/vitest-summary.mjs')
  if (!existsSync(summaryFile)) return check(false)
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8'))
  return { ...summary, failed: succeeded ? summary.failed : Math.max(1, summary.failed) }
}

const BUILD = { name: 'build', run: async () => await run('npm', 'run', '--silent', 'build') }
/** Before the tests, which install the package. */
const PACK = {
  name: 'pack',
  run: async () => await run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', temporary),
}
const TESTS = { name: 'tests', run: test }
/** The argument that stands for the tarball, which has its name when it is packed. */
const TARBALL = Symbol('tarball')
const named = (argument) => (argument === TARBALL ? (tarball() ?? 'missing.tgz') : argument)
const beside = (name, program, ...args) => ({ name, run: async () => await runBeside(name, program, ...args.map(named)) })
const CHECKS = [
  beside('types', 'npm', 'run', '--silent', 'typecheck'),
  beside('lint and format', 'npm', 'run', '--silent', 'lint'),
  beside('unused code', 'knip', '--no-progress'),
  beside('publint', 'publint', 'run', '--strict', TARBALL),
  // One ES module for everybody: require() of it works on every Node that we support (20.19+), so that a CommonJS file
  // resolving to it is meant. The resolution without `exports` (node10) cannot find subpaths and is not supported.
  beside(
    'package types',
    'attw',
    TARBALL,
    '--no-definitely-typed',
    '--profile',
    'node16',
    '--ignore-rules',
    'cjs-resolves-to-esm',
  ),
]

const total = { passed: 0, failed: 0, skipped: 0 }
const rows = []
let tests = { notes: [], files: {} }

async function take(step) {
  const started = performance.now()
  const result = await step.run()
  const counts = typeof result === 'boolean' ? check(result) : result
  if (counts.files) tests = counts
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  for (const key of Object.keys(total)) total[key] += counts[key]
  rows.push([step.name, say(counts), `${seconds} s`])
  return counts.failed === 0
}

async function takeInTurn(steps) {
  for (const step of steps) await take(step)
}

if (await take(BUILD)) {
  await take(PACK)
  await Promise.all([takeInTurn(CHECKS), take(TESTS)])
} else {
  for (const { name } of [PACK, ...CHECKS, TESTS]) rows.push([name, 'not run: there is no build', ''])
  total.skipped += CHECKS.length + 2
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
