/** Something that a run's outcome depends on, and how it stands here. */
export interface Finding {
  readonly part: 'code' | 'node' | 'packages' | 'input' | 'secret' | 'seed' | 'machine' | 'variable'
  /**
   * `same`: as it was. `differs`: the run can be run again, and may give something else. `asks`: it has to be given. `blocks`: it cannot be
   * run again before something is done.
   */
  readonly state: 'same' | 'differs' | 'asks' | 'blocks'
  /** A sentence without its full stop. */
  readonly text: string
  /** What to do about it. */
  readonly advice: string | null
}

export function finding(part: Finding['part'], state: Finding['state'], text: string, advice: string | null = null): Finding {
  return { part, state, text, advice }
}
