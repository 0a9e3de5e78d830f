import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Whether a process is in the foreground of its terminal, and may read it. In the background, as after `runlab run … &`, it
 * would be stopped for it. True where there is no terminal that it could be in the background of.
 */
export function isForeground(pid: number): boolean {
  try {
    const [group = 0, foreground = 0] = process.platform === 'linux' ? readProc(pid) : readPs(pid)
    return foreground <= 0 || foreground === group
  } catch {
    return true // the process is gone, or there is no ps
  }
}

/** The process's group, and the one in the foreground of its terminal. */
function readProc(pid: number): readonly number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Behind the program's name: state, parent, group, session, terminal, the terminal's foreground group.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return [Number(fields[2]), Number(fields[5])]
}

function readPs(pid: number): readonly number[] {
  const text = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(pid)], { encoding: 'utf8' })
  return text.trim().split(/\s+/).map(Number)
}
