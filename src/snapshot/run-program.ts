import { spawn } from 'node:child_process'

export interface RunProgramOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly timeoutMs: number
  /** Most bytes taken from stdout. */
  readonly maxBytes: number
}

/** How a program ended, and what it said. */
export type ProgramResult =
  | { readonly state: 'ended'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  | { readonly state: 'absent' | 'slow' | 'large' }
  | { readonly state: 'failed'; readonly reason: string }

/** Bytes of stderr that are kept. */
const MOST_STDERR = 4096

/**
 * Runs a program without a shell or input, and kills it with its children when it takes too long or says too much.
 * Never rejects. The process stays alive for it: it is awaited, and its time is limited.
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramResult> {
  try {
    return await run(options)
  } catch (error) {
    // A few failures to spawn are thrown, most come as events.
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

function run({ program, args, cwd, env, timeoutMs, maxBytes }: RunProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve) => {
    // A group of its own, so that helpers it has started end with it.
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    let size = 0
    let stderr = ''
    const finish = (result: ProgramResult): void => {
      clearTimeout(timer)
      resolve(result)
    }
    const stop = (result: ProgramResult): void => {
      killGroup(child.pid)
      child.stdout.destroy()
      child.stderr.destroy()
      finish(result)
    }
    const timer = setTimeout(() => stop({ state: 'slow' }), timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) stop({ state: 'large' })
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MOST_STDERR) stderr += chunk.toString('utf8')
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      finish(error.code === 'ENOENT' ? { state: 'absent' } : { state: 'failed', reason: error.message })
    })
    child.on('close', (code, signal) => {
      if (code === null) finish({ state: 'failed', reason: `it was ended by ${signal ?? 'a signal'}` })
      else finish({ state: 'ended', code, stdout: Buffer.concat(chunks), stderr })
    })
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}
