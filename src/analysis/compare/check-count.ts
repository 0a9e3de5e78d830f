import { runlabError } from '../../errors.ts'

/** More than can be looked at side by side. */
const MOST = 40

/** Throws COMPARE_COUNT for fewer runs than two, or more than forty. */
export function checkCount(runs: number): void {
  if (runs < 2 || runs > MOST) throw runlabError('COMPARE_COUNT', { runs, most: MOST })
}
