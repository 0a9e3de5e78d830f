/**
 * The whole suite, again and again: seven times as it is (one of them pinned to a single core), three times beside four busy
 * loops, once as an ordinary user, and once on each newer Node. Every run has to be green. Takes two hours and more.
 * The output of each run is in .cache/soak/.
 */
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from './run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = join(ROOT, '.cache/soak')
/** An id that no account has. */
const USER = 64_123

interface Condition {
  readonly name: string
  /** Words before the command. */
  readonly prefix?: readonly string[]
  readonly loops?: number
  /** A version of Node, other than this one. */
  readonly node?: string
  readonly asUser?: boolean
}

const ALONE: Condition = { name: 'alone' }
const BUSY: Condition = { name: 'beside four busy loops', loops: 4 }
const CONDITIONS: readonly Condition[] = [
  ...[ALONE, BUSY, ALONE, { name: 'on one core', prefix: ['taskset', '-c', '0'] }, ALONE, BUSY, ALONE, ALONE, BUSY, ALONE],
  { name: 'as an ordinary user', asUser: true },
  { name: 'on Node 22', node: '22' },
  { name: 'on Node 24', node: '24' },
]

/** @param count How many of the conditions, from the first one on. */
export async function soakSuite(count = CONDITIONS.length): Promise<readonly Finding[]> {
  mkdirSync(FOLDER, { recursive: true })
  const findings: Finding[] = []
  for (const [index, condition] of CONDITIONS.slice(0, count).entries()) {
    const finding = await runSuite(condition, join(FOLDER, `suite-${index + 1}.log`))
    process.stderr.write(`${index + 1}. ${finding.what}: ${finding.value}\n`)
    findings.push({ ...finding, what: `${index + 1}. ${finding.what}` })
  }
  return findings
}

async function runSuite(condition: Condition, log: string): Promise<Finding> {
  const loops = Array.from({ length: condition.loops ?? 0 }, () =>
    spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }),
  )
  const began = performance.now()
  try {
    const suite = start(condition)
    const file = createWriteStream(log)
    for (const stream of [suite.stdout, suite.stderr]) stream?.pipe(file, { end: false })
    const [code] = await once(suite, 'close')
    await new Promise((resolve) => file.end(resolve))
    const minutes = ((performance.now() - began) / 60_000).toFixed(1)
    const last = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1)
    return { what: condition.name, value: `${last}, ${minutes} min`, isFault: code !== 0 }
  } finally {
    for (const loop of loops) loop.kill('SIGKILL')
  }
}

function start({ prefix = [], node, asUser = false }: Condition): ChildProcess {
  const folder = asUser ? checkoutFor(USER) : ROOT
  const path = node === undefined ? [] : [binOfNode(node)]
  const [command = '', ...args] = [...prefix, 'node', 'scripts/test.mjs']
  const env = { ...process.env, PATH: [...path, process.env['PATH']].join(delimiter), CI: 'true' }
  const ids = asUser ? { uid: USER, gid: USER } : {}
  const home = asUser ? { HOME: join(folder, '.cache/home') } : {}
  return spawn(command, args, { cwd: folder, env: { ...env, ...home }, stdio: ['ignore', 'pipe', 'pipe'], ...ids })
}

/** A copy of this checkout with what is installed, which belongs to another user. Needs root. */
function checkoutFor(user: number): string {
  if (userInfo().uid !== 0) throw new Error('Only root can run the suite as another user: start this soak as root.')
  const folder = join('/tmp', `runlab-soak-${user}`)
  rmSync(folder, { recursive: true, force: true })
  execFileSync('git', ['clone', '--quiet', ROOT, folder])
  cpSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  mkdirSync(join(folder, '.cache/home'), { recursive: true })
  for (const each of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const path = join(folder, each)
    if (existsSync(path)) chownSync(path, user, user)
  }
  return folder
}

/** The folder of a Node of this version, as `npm run test:tools` installs it. */
function binOfNode(version: string): string {
  const bin = join(ROOT, '.cache/test-tools', `node-${version}`, 'node_modules/.bin')
  if (!existsSync(join(bin, 'node'))) throw new Error(`There is no Node ${version}: npm run test:tools`)
  return bin
}
