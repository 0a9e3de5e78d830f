/** Which share of what stays of a text is its end, in the order in which they are tried. */
const ENDS = [0.5, 0.35, 0.65, 0.2, 0.8]

/** Texts with their middles left out so that each fits, cut where they stay different, if there is such a place. */
export function cutAlike(texts: readonly string[], fits: (text: string, index: number) => boolean): readonly string[] {
  const tries = ENDS.map((share) => texts.map((text, i) => cutAt(text, share, (cut) => fits(cut, i))))
  return tries.find(areApart) ?? tries[0] ?? texts
}

export function areApart(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}

function cutAt(text: string, share: number, fits: (text: string) => boolean): string {
  const letters = Array.from(text)
  let cut = text
  for (let most = letters.length - 1; most > 2 && !fits(cut); most--) {
    const tail = Math.max(1, Math.floor((most - 1) * share))
    cut = `${letters.slice(0, most - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`
  }
  return cut
}
