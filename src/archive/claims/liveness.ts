import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { AliveRecord } from '../../format/records.ts'
import { parseProcStat } from '../../internal/proc-stat.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'

/** Of the kernel's clock in a second, as Linux counts for programs on every architecture that Node runs on. */
const TICKS = 100

export type Liveness = 'alive' | 'dead' | 'unknown'

/** Where a process id means something. */
export type ProcessSpace = Pick<AliveRecord, 'host' | 'bootId' | 'pidNamespace'>

export interface LivenessOptions {
  /** Where it is judged; this process's place when left out. */
  readonly here?: ProcessSpace | undefined
  /** When the process last gave a sign of life, in milliseconds since the epoch. */
  readonly lastSign?: number | null | undefined
}

/** This process, or another one of this machine, in the terms that a later reader compares. */
export function describeProcess(pid: number = process.pid): AliveRecord {
  const status = readStatus(pid)
  return { ...describeHere(), pid, startTime: status === 'gone' ? null : status.startTime }
}

/** Where this process runs. */
export function describeHere(): ProcessSpace {
  return {
    host: hostname(),
    bootId: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
  }
}

/**
 * Whether the process of a record still runs, as far as it can be told from here. Age plays no part: a process of another
 * host or pid namespace is `unknown`, however long ago it gave a sign of life.
 */
export function judgeLiveness(alive: AliveRecord, { here = describeHere(), lastSign = null }: LivenessOptions = {}): Liveness {
  if (alive.host !== here.host || alive.pidNamespace !== here.pidNamespace) return 'unknown'
  if (alive.bootId !== null && here.bootId !== null && alive.bootId !== here.bootId) {
    // A sign of life from after this machine's boot: it is another machine of the same name.
    return lastSign !== null && lastSign > (readBootTime() ?? Infinity) ? 'unknown' : 'dead'
  }
  const status = readStatus(alive.pid)
  if (status === 'gone') return 'dead'
  if (alive.startTime === null || status.startTime === null) return 'unknown'
  return alive.startTime === status.startTime ? 'alive' : 'dead'
}

type ProcessStatus = 'gone' | { readonly startTime: string | null }

function readStatus(pid: number): ProcessStatus {
  if (!isThere(pid)) return 'gone'
  if (process.platform !== 'linux') return askPs(pid)
  // In a pid namespace that has no /proc of its own, the numbers in it are those of other processes.
  if (attempt(() => readlinkSync('/proc/self')) !== String(process.pid)) return { startTime: null }
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (stat === null) return isThere(pid) ? { startTime: null } : 'gone'
  const { ended, startTime } = parseProcStat(stat)
  return ended ? 'gone' : { startTime }
}

function isThere(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

/** State and start time as `ps` words them. */
function askPs(pid: number): ProcessStatus {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const ask = (): string =>
    execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const [, state = '', startTime] = /^(\S+)\s+(.+)$/.exec(attempt(ask)?.trim() ?? '') ?? []
  return state.startsWith('Z') ? 'gone' : { startTime: startTime ?? null }
}

/** When a process of this machine was started, in milliseconds since the epoch; null where it is none, or none tells. */
export function startOfProcess(pid: number): number | null {
  const status = readStatus(pid)
  const boot = readBootTime()
  if (status === 'gone' || status.startTime === null || boot === null || process.platform !== 'linux') return null
  return boot + Number(status.startTime) * (1000 / TICKS)
}

/** When this machine was started, in milliseconds since the epoch; null where the system does not tell. */
function readBootTime(): number | null {
  const seconds = /^btime (\d+)$/m.exec(attempt(() => readFileSync('/proc/stat', 'utf8')) ?? '')?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}

function attempt(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null // the system does not tell
  }
}
