import { distance } from 'fastest-levenshtein'

/** Shorter words are the beginning of too many others. */
const SHORTEST_PREFIX = 2

/**
 * The candidate that was most likely meant, or null when none is close: the same but for case, dashes and underscores,
 * else a misspelling, else the shortest that begins with the word.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const meant = plain(word)
  let best: string | null = null
  let least = tolerance(meant) + 1
  let longer: string | null = null
  for (const candidate of candidates) {
    const name = plain(candidate)
    const apart = distanceBetween(meant, name)
    if (apart < least) [best, least] = [candidate, apart]
    const begins = meant.length >= SHORTEST_PREFIX && name.startsWith(meant)
    if (begins && candidate.length < (longer ?? `${candidate} `).length) longer = candidate
  }
  return least <= 1 ? best : (longer ?? best)
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '')
}

/** Edits that still count as a misspelling: one in a word of three letters, two in one of five, three in one of nine. */
function tolerance(word: string): number {
  return Math.min(3, Math.max(1, Math.floor((word.length + 1) / 3)))
}

/** Two letters swapped are one slip, not two edits. */
function distanceBetween(a: string, b: string): number {
  const apart = distance(a, b)
  return apart === 2 && a.length === b.length && sorted(a) === sorted(b) ? 1 : apart
}

function sorted(word: string): string {
  return Array.from(word).toSorted().join('')
}
