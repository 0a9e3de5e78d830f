import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseProcStat } from '../../internal/proc-stat.ts'
import { descendantsOf } from '../process/process-tree.ts'

/** What a process and all that it has started use. */
export interface ProcessUsage {
  /** Seconds of processor time in user and system mode, of those that live and, on Linux, of children that they have waited for. */
  readonly seconds: number
  /** Resident bytes; what they share is counted for each. */
  readonly memory: number
  /** Processes. */
  readonly count: number
}

/** Of the kernel's clock: the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100

/** Null where the process is gone. */
export function usageOf(pid: number): ProcessUsage | null {
  const pids = [pid, ...descendantsOf(pid)]
  const all = process.platform === 'linux' ? pids.map(readProc) : readPs(pids)
  if (all[0] === null || all[0] === undefined) return null
  const there = all.filter((usage) => usage !== null)
  const sum = (pick: (usage: Usage) => number): number => there.reduce((total, usage) => total + pick(usage), 0)
  return { seconds: sum(({ seconds }) => seconds), memory: sum(({ memory }) => memory), count: there.length }
}

type Usage = Pick<ProcessUsage, 'seconds' | 'memory'>

function readProc(pid: number): Usage | null {
  try {
    return parseProc(readFileSync(`/proc/${pid}/stat`, 'utf8'), readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return null // it has ended meanwhile
  }
}

/** What `/proc/<pid>/stat` and `status` say. */
export function parseProc(stat: string, status: string): Usage {
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0'
  return { seconds: parseProcStat(stat).ticks / TICKS_A_SECOND, memory: Number(resident) * 1024 }
}

function readPs(pids: readonly number[]): readonly (Usage | null)[] {
  try {
    const text = execFileSync('ps', ['-o', 'pid=,time=,rss=', '-p', pids.join(',')], { encoding: 'utf8' })
    const found = parsePs(text)
    return pids.map((pid) => found.get(pid) ?? null)
  } catch {
    return []
  }
}

/** What `ps -o pid=,time=,rss=` says: time as `[[dd-]hh:]mm:ss[.ff]`, resident size in KiB. */
export function parsePs(text: string): ReadonlyMap<number, Usage> {
  const lines = text.trim().split('\n')
  return new Map(
    lines.map((line) => {
      const [pid, time = '', rss] = line.trim().split(/\s+/)
      const [days = '0', clock = time] = time.includes('-') ? time.split('-') : ['0', time]
      const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400
      return [Number(pid), { seconds, memory: Number(rss) * 1024 }] as const
    }),
  )
}

/** Seconds of all processors since the machine started: those that they worked, and all. */
export function machineSeconds(): { readonly busy: number; readonly all: number } {
  let [busy, all] = [0, 0]
  for (const { times } of cpus()) {
    const total = Object.values(times).reduce((sum, time) => sum + time, 0)
    busy += total - times.idle
    all += total
  }
  return { busy: busy / 1000, all: all / 1000 }
}
