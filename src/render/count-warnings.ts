/** Warnings, those about values that were refused with how many there were. */
export function countWarnings(
  warnings: readonly string[],
  refused: readonly { readonly reason: string; readonly count: number }[],
): readonly string[] {
  return warnings.map((warning) => {
    const count = refused.find(({ reason }) => reason === warning)?.count ?? 1
    return count === 1 ? warning : `${warning} (${count.toLocaleString('en')} times)`
  })
}
