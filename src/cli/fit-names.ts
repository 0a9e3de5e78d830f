import { cutMiddle } from '../render/cut-middle.ts'

/** Characters that names have in any case. */
const LEAST = 24

/** Names of runs in so many characters: of longer ones the middle is left out, where all stay different. */
export function fitNames(names: readonly string[], room: number): readonly string[] {
  const cut = names.map((name) => cutMiddle(name, Math.max(LEAST, room)))
  return new Set(cut).size < new Set(names).size ? names : cut
}
