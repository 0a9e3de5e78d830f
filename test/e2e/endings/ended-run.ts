import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { afterAll } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/api/run.ts'
import { descendantsOf, killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { SAME_SIGNAL } from '../../../src/runtime/signals/interruption.ts'
import { isGone, until } from '../../support/waiting.ts'
import { BIN, REGISTER } from '../project.ts'
import type { Project } from '../project.ts'

export type Mode = 'supervised' | 'in process'

/** A run that has been started. */
export interface StartedRun {
  readonly child: ChildProcess
  /** Settles with what stands behind the word in the output, once it has come. */
  said(word: string): Promise<string>
  /** The exit code or signal, when the process is gone. */
  readonly ended: Promise<number | string>
  output(): string
}

const started: ChildProcess[] = []
/** Processes of experiments, as they say. */
const experiments: number[] = []
// A test that fails must not leave a run behind that goes on for ever.
afterAll(() => {
  for (const { pid, exitCode, signalCode } of started) {
    if (pid !== undefined && exitCode === null && signalCode === null) killProcesses([...descendantsOf(pid), pid])
  }
  killProcesses(experiments.filter((pid) => descendantsOf(1).includes(pid)))
})

/** Starts the experiment `endings.ts` of a project. Its runs go to the archive `results`, each under the name of its own. */
export function start(project: Project, mode: Mode, flags: readonly string[], env: Record<string, string> = {}): StartedRun {
  const args = mode === 'supervised' ? [BIN, 'run', 'endings.ts', ...flags] : ['--import', REGISTER, 'endings.ts', ...flags]
  const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, ...clean } = process.env
  const child = spawn(process.execPath, args, {
    cwd: project.folder,
    env: { ...clean, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let output = ''
  let isOver = false
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true
      resolve(code ?? signal ?? '')
    })
  })
  const said = async (word: string): Promise<string> => {
    const found = await until(`"${word}" in the output`, () => {
      const line = new RegExp(`^${word} (.+)$`, 'm').exec(output)?.[1]
      if (line === undefined && isOver) throw new Error(`It ended before it said "${word}":\n${output}`)
      return line
    })
    if (word === 'process') experiments.push(Number(found))
    return found
  }
  return { child, said, ended, output: () => output }
}

/** The only run of the experiment in a project, as it is read. */
export async function readEnded(project: Project, name: string): Promise<RunReader> {
  return await loadRun(project.path(`results/endings/${name}`))
}

/** Milliseconds after which a signal is another one. */
const ANOTHER = 1.5 * SAME_SIGNAL

/** Sends a signal that has been sent before until the experiment's process is gone. */
export async function signalAgain({ child }: StartedRun, signal: NodeJS.Signals, pid: number): Promise<void> {
  let next = performance.now() + ANOTHER
  await until(`the end of process ${pid} by a second ${signal}`, () => {
    if (isGone(pid)) return true
    if (performance.now() < next) return false
    child.kill(signal)
    next = performance.now() + 10 * ANOTHER // where the machine has made one of the two
    return false
  })
}
