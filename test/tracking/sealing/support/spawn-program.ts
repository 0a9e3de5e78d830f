import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { rolldown } from 'rolldown'
import { afterAll } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
// As deep as the sources: they find dist/ from where they are.
const folder = join(root, `.cache/test-programs/${process.pid}/programs`)
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  /** What it has said so far. */
  readonly said: () => string
  readonly ended: Promise<Ended>
}

/** Builds a program in TypeScript, so that it starts in an instant however often. Gives its path. */
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
  child.stdout.on('data', (data: Buffer) => (stdout += String(data)))
  child.stderr.on('data', (data: Buffer) => (stderr += String(data)))
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    stdout,
    stderr,
  }))
  return { process: child, said: () => stdout, ended }
}
