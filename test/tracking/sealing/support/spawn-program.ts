import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { afterAll } from 'vitest'
import { tryRemove } from '../../../../src/internal/try-remove.ts'
import { until } from '../../../support/waiting.ts'

const root = join(import.meta.dirname, '../../../..')
const cache = join(root, '.cache/test-programs')
mkdirSync(cache, { recursive: true })
const own = mkdtempSync(join(cache, 'programs-'))
afterAll(() => tryRemove(own))
// As deep as the sources: they find dist/ from where they are.
const folder = join(own, 'programs')

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  readonly ended: Promise<Ended>
  /** Waits until it has said so much. Throws where it ends without. */
  readonly untilSaid: (pattern: RegExp) => Promise<void>
  readonly kill: () => void
}

/** Builds a program in TypeScript, so that it starts in an instant however often. Returns its path. */
export async function buildProgram(file: string): Promise<string> {
  const build = await rolldown({ input: file, platform: 'node', tsconfig: false, cwd: root, external: /^[^./]/ })
  const name = basename(file, '.ts')
  await build.write({ dir: folder, format: 'esm', entryFileNames: `${name}.js`, chunkFileNames: `${name}-[hash].js` })
  await build.close()
  return join(folder, `${name}.js`)
}

export function spawnProgram(program: string, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  let hasEnded = false
  child.stdout.on('data', (data: Buffer) => (stdout += String(data)))
  child.stderr.on('data', (data: Buffer) => (stderr += String(data)))
  const ended = once(child, 'close').then(([code, signal]) => {
    hasEnded = true
    return { code: code as number | null, signal: signal as string | null, stdout, stderr }
  })
  const untilSaid = async (pattern: RegExp): Promise<void> => {
    await until(`${pattern} of ${program}`, () => pattern.test(stdout) || hasEnded)
    if (!pattern.test(stdout)) throw new Error(`${program} ended without ${pattern}:\n${stdout}\n${stderr}`)
  }
  return { ended, untilSaid, kill: () => child.kill('SIGKILL') }
}
