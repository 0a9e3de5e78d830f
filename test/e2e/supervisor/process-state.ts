import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The letter that the system has for what a process does: `T` where it is stopped. */
export function stateOf(pid: number): string {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim()[0] ?? ''
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program's name stands in parentheses and may hold anything; the state follows its last one.
  return stat[stat.lastIndexOf(')') + 2] ?? ''
}

/** The settings of the terminal that a process is in. */
export function settingsOf(pid: number): string {
  const device = execFileSync('ps', ['-o', 'tty=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  return execFileSync('stty', [process.platform === 'linux' ? '-F' : '-f', `/dev/${device}`, '-a'], { encoding: 'utf8' })
}
