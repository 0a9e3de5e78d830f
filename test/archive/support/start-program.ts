import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Starts a program of test/archive/programs as a process of its own. It is ended with the test. */
export function startProgram(name: string, ...args: string[]): ChildProcess {
  const file = fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url))
  const child = fork(file, args, {
    execArgv: ['--import', '@oxc-node/core/register'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** The next message of a process; rejects when it ends instead. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process ended (${code ?? signal})`)
  })
  ended.catch(() => undefined)
  const [message]: unknown[] = await Promise.race([once(child, 'message'), ended])
  return message
}
