/**
 * p values corrected for being several, in the order in which they come: S. Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6(2), 1979.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const corrected = pValues.map(() => 1)
  let highest = 0
  for (const [rank, index] of [...pValues.keys()].toSorted((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1)).entries()) {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)))
    corrected[index] = highest
  }
  return corrected
}
