import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { parseProcStat } from '../../internal/proc-stat.ts'
/** The processes that a process has started, and those that they have, as far as their parents still live. Parents come first. */
export function descendantsOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>()
  for (const [child, parent] of readParents()) children.set(parent, [...(children.get(parent) ?? []), child])
  const found: number[] = []
  const walk = (parent: number): void => {
    for (const child of children.get(parent) ?? []) {
      if (found.includes(child)) continue
      found.push(child)
      walk(child)
    }
  }
  walk(pid)
  return found
}

/** Ends processes: SIGTERM, and after `grace` milliseconds SIGKILL. */
export async function endProcesses(pids: readonly number[], grace: number): Promise<void> {
  let left = pids.filter((pid) => sendSignal(pid, 'SIGTERM'))
  for (let waited = 0; left.length > 0 && waited < grace; waited += 20) {
    await sleep(20)
    left = left.filter(isRunning)
  }
  killProcesses(left)
}

export function killProcesses(pids: readonly number[]): void {
  for (const pid of pids) sendSignal(pid, 'SIGKILL')
}

/** False when the process is gone. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it is gone, or it is not ours: then there is nothing to end
  }
}

/** Whether a process is there and has not ended, as one does that nobody has waited for yet. */
function isRunning(pid: number): boolean {
  return readParents().some(([child]) => child === pid)
}

/** Process and parent, of all processes that have not ended. */
function readParents(): readonly (readonly [number, number])[] {
  return process.platform === 'linux' ? readProc() : readPs()
}

function readProc(): readonly (readonly [number, number])[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): (readonly [number, number])[] => {
      const { ended, parent } = parseProcStat(readStat(name))
      return ended ? [] : [[Number(name), parent]]
    })
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return '' // ended meanwhile
  }
}

function readPs(): readonly (readonly [number, number])[] {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' }).trim().split('\n')
    return lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , state]) => !state?.startsWith('Z'))
      .map(([pid, parent]) => [Number(pid), Number(parent)] as const)
  } catch {
    return [] // a system without ps: only the process itself can be ended
  }
}
