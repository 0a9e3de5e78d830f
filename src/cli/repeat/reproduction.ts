import { shortRunName } from '../../format/run-name.ts'
import type { Verdict } from '../../format/verdict.ts'

/** What became of one run of a study. */
export interface Reproduction {
  readonly namespace: string
  readonly run: string
  /** Null where it could not be run again. */
  readonly verdict: Verdict | null
  /** Folder of the new run; null where there is none. */
  readonly folder: string | null
  /** Why it could not be run again. */
  readonly reason: string | null
}

/** As `list` shows it. */
export function nameOf({ namespace, run }: Pick<Reproduction, 'namespace' | 'run'>): string {
  return `${namespace === '' ? '' : `${namespace}/`}${shortRunName(run)}`
}
