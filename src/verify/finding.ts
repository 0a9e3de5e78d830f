/** Something of a run that is not as it was written. */
export interface Finding {
  /** Path inside the run, POSIX separators. */
  readonly file: string
  /** What is wrong with it, in words. */
  readonly what: string
  /** What can be done. */
  readonly advice: string
}

/** Takes what is found, as it is found. */
export type Report = (finding: Finding) => void

export const RESTORE = 'nothing makes it anew: restore it from a copy'

/** What was looked at. */
export interface Checked {
  files: number
  bytes: number
  series: number
  points: number
}
