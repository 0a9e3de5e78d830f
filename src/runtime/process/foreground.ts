import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type ProcStat, parseProcStat } from '../../internal/proc-stat.ts'

/**
 * Whether a process is in the foreground of its terminal, and may read it. In the background, as after `runlab run … &`, it
 * would be stopped for it. True where there is no terminal that it could be in the background of.
 */
export function isForeground(pid: number): boolean {
  try {
    const { group, foreground } = process.platform === 'linux' ? readProc(pid) : readPs(pid)
    return foreground <= 0 || foreground === group
  } catch {
    return true // the process is gone, or there is no ps
  }
}

/** The process's group, and the one in the foreground of its terminal. */
type Groups = Pick<ProcStat, 'group' | 'foreground'>

function readProc(pid: number): Groups {
  return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

function readPs(pid: number): Groups {
  const text = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(pid)], { encoding: 'utf8' })
  const [group = 0, foreground = 0] = text.trim().split(/\s+/).map(Number)
  return { group, foreground }
}
