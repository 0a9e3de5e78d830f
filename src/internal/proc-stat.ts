/** What Linux says of a process in `/proc/<pid>/stat`; see proc_pid_stat(5). */
export interface ProcStat {
  /** Whether it has ended, and only waits for somebody to ask how. */
  readonly ended: boolean
  /** Whether it has ended, or is on its way out: what it had open closes before its children get another parent. */
  readonly exiting: boolean
  readonly parent: number
  readonly group: number
  /** The group in the foreground of its terminal; negative where it has none. */
  readonly foreground: number
  /** Ticks of processor time: its own, and those of the children it has waited for. */
  readonly ticks: number
  /** In ticks after the machine's start, as the system words it; null where it does not say. */
  readonly startTime: string | null
}

const PF_EXITING = 0x4

/** Parses the text of `/proc/<pid>/stat`. */
export function parseProcStat(text: string): ProcStat {
  // The second field is the program's name in parentheses and may hold anything; the third follows its last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ended = 'ZXx'.includes(fields[0] ?? '')
  return {
    ended,
    exiting: ended || (Number(fields[6]) & PF_EXITING) !== 0,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    foreground: Number(fields[5]),
    ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
    startTime: fields[19] ?? null,
  }
}
