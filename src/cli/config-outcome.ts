/** What became of one of several configs. */
export interface ConfigOutcome {
  readonly config: string
  readonly outcome: 'done' | 'failed' | 'interrupted' | 'stopped' | 'refused' | 'not run'
  /** Of the shell. */
  readonly code: number
  readonly folder: string | null
  /** Milliseconds. */
  readonly duration: number
}

/** What a shell has for a program that Ctrl-C ended. */
export const INTERRUPTED = 130
