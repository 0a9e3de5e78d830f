/** Makes a virtual environment for every peer: their dependencies exclude one another. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const requirements = fileURLToPath(new URL('requirements', import.meta.url))
/** Not in git. */
const environments = join(root, '.cache/peers')
/** Of a peer's requirements, inside its environment, once they are installed. */
const STAMP = 'installed.txt'
/** Milliseconds for pip. */
const LONGEST = 15 * 60_000
/** Small and without dependencies: whether this can be had tells whether anything can. */
const PROBE = 'colorama'

export interface Python {
  /** Its interpreter. */
  readonly file: string
  readonly version: string
}

/** Python 3.9 or newer that can make environments: `$PYTHON`, `python3`, `python`. */
export function findPython(): Python | undefined {
  const script = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 9); print(sys.version.split()[0])'
  for (const file of [process.env['PYTHON'], 'python3', 'python']) {
    if (file === undefined || file === '') continue
    const version = ask(file, ['-c', script])
    if (version !== undefined) return { file, version }
  }
  return undefined
}

/** Gives the interpreter of the peer's environment, which is made where it is not there. Throws what pip says. */
export function makeEnvironment(peer: string, python: Python): string {
  const folder = join(environments, peer)
  const file = join(requirements, `${peer}.txt`)
  const interpreter = join(folder, 'bin/python')
  const stamp = join(folder, STAMP)
  const wanted = `Python ${python.version}\n${readFileSync(file, 'utf8')}`
  const isThere = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && ask(interpreter, ['-c', 'pass']) !== undefined
  if (isThere) return interpreter
  process.stderr.write(`installing ${peer} …\n`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(environments, { recursive: true })
  try {
    execFileSync(python.file, ['-m', 'venv', folder], { encoding: 'utf8', stdio: 'pipe' })
    pip(interpreter, ['install', '-r', file])
  } catch (error) {
    throw new Error(`not installed: ${describe(error)}`, { cause: error })
  }
  writeFileSync(stamp, wanted)
  return interpreter
}

/** Whether PyPI, or what stands for it, gives anything. */
export function isPyPiThere(python: Python): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-peers-'))
  try {
    pip(python.file, ['download', '--no-deps', '--no-cache-dir', '--retries', '1', '--dest', folder, PROBE])
    return true
  } catch {
    // What pip says about it was said of the peer already.
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of a distribution that is installed. */
export function readVersion(interpreter: string, distribution: string): string {
  const script = `from importlib.metadata import version; print(version('${distribution}'))`
  return ask(interpreter, ['-c', script]) ?? 'of unknown version'
}

function pip(interpreter: string, args: readonly string[]): void {
  const [command = '', ...rest] = args
  const all = ['-m', 'pip', command, '--quiet', '--disable-pip-version-check', '--no-input', ...rest]
  execFileSync(interpreter, all, { encoding: 'utf8', stdio: 'pipe', timeout: LONGEST })
}

function ask(file: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    // It is not there, or too old: the next one is asked.
    return undefined
  }
}

/** The last line of what it printed: pip says there what is wrong. */
function describe(error: unknown): string {
  const printed = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : ''
  return (
    printed
      .split('\n')
      .at(-1)
      ?.replace(/^ERROR: /, '') || (error instanceof Error ? error.message : String(error))
  )
}
