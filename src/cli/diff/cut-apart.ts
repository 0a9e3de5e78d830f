import { cutMiddle } from '../../render/cut-middle.ts'

export interface CutText {
  readonly text: string
  /** Characters that there is room for. */
  readonly most: number
}

/** Two texts that differ, cut so that one sees how: in the middle, or where that would hide it, around where they first differ. */
export function cutApart(one: CutText, other: CutText): readonly [string, string] {
  const cut = [cutMiddle(one.text, one.most), cutMiddle(other.text, other.most)] as const
  if (cut[0] !== cut[1] || one.text === other.text) return cut
  const [letters, others] = [Array.from(one.text), Array.from(other.text)]
  const unlike = letters.findIndex((letter, index) => letter !== others[index])
  const at = unlike === -1 ? letters.length : unlike // the other goes on
  return [around(letters, at, one.most), around(others, at, other.most)]
}

/** The text from a little before a place on. */
function around(letters: readonly string[], at: number, most: number): string {
  const start = Math.max(0, Math.min(at - Math.floor(most / 3), letters.length - most))
  const rest = letters.slice(start + (start > 0 ? 1 : 0))
  const room = most - (start > 0 ? 1 : 0)
  const shown = rest.length <= room ? rest : [...rest.slice(0, room - 1), '…']
  return `${start > 0 ? '…' : ''}${shown.join('')}`
}
