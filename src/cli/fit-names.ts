import { cutMiddle } from '../render/cut-middle.ts'

/** The share of a line that names of runs may have, and the characters that they have in any case. */
const SHARE = 0.45
const LEAST = 24

/**
 * Names of runs that leave room for what is said of them, which takes so many characters of the line where that is known: of long
 * ones the middle is left out, where all stay different.
 */
export function fitNames(names: readonly string[], width: number, taken = 0): readonly string[] {
  const most = Math.max(LEAST, Math.min(Math.floor(width * SHARE), width - taken))
  const cut = names.map((name) => cutMiddle(name, most))
  return new Set(cut).size < new Set(names).size ? names : cut
}
