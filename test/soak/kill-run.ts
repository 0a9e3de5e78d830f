import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { COMMAND, REGISTER } from './project.ts'

/** Milliseconds of which values and points may be lost. */
export const PROMISE = 250

/** Who dies: the process of the experiment, or its supervisor first and then it. */
export const WAYS = ['in process', 'the experiment', 'supervisor and experiment'] as const
export type Way = (typeof WAYS)[number]

/** Number and time of something that had happened in a run. */
export type Beat = readonly [number: number, time: number]

/** A run that was killed, and what it had said elsewhere. */
export interface KilledRun {
  readonly folder: string
  /** When, in milliseconds since the epoch. */
  readonly killed: number
  readonly beats: readonly Beat[]
}

export interface KillOptions {
  /** Of the project. */
  readonly folder: string
  /** The experiment's file, and flags. */
  readonly args: readonly string[]
  /**
   * A file that is no part of runlab, to which the run writes: first its process id and folder, then a line with number and
   * time for everything that has happened. What stands there survives the kill.
   */
  readonly truth: string
  readonly way: Way
  /** Milliseconds from the first line on. */
  readonly after: number
}

/** Starts a run, and kills it by SIGKILL. */
export async function killRun({ folder, args, truth, way, after }: KillOptions): Promise<KilledRun> {
  const flags = [...args, '--results', 'results', '--truth', truth, '--quiet']
  const command = way === 'in process' ? ['--import', REGISTER, ...flags] : [COMMAND, 'run', ...flags]
  const started = spawn(process.execPath, command, { cwd: folder, stdio: 'ignore' })
  const experiment = await waitForTruth(truth, started)
  await sleep(after)
  const killed = Date.now()
  if (way === 'supervisor and experiment') started.kill('SIGKILL')
  process.kill(experiment.pid, 'SIGKILL')
  if (started.exitCode === null && started.signalCode === null) await once(started, 'exit')
  await waitUntilGone(experiment.pid)
  return { folder: experiment.folder, killed, beats: readBeats(truth) }
}

async function waitForTruth(file: string, started: ChildProcess): Promise<{ pid: number; folder: string }> {
  for (;;) {
    const [first, second] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    const space = first?.indexOf(' ') ?? -1
    if (first !== undefined && second !== undefined && second !== '') {
      return { pid: Number(first.slice(0, space)), folder: first.slice(space + 1) }
    }
    if (started.exitCode !== null) throw new Error(`The run ended with ${started.exitCode} before it began.`)
    await sleep(5)
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(2)
  }
}

/** A last line without its end is left out. */
function readBeats(file: string): readonly Beat[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(1, -1)
  return lines.map((line) => {
    const [n, time] = line.split(' ').map(Number)
    return [n ?? 0, time ?? 0] as const
  })
}
