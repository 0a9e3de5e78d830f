/** A step in a title. */
export function stepText(step: number): string {
  return step.toLocaleString('en', { maximumFractionDigits: 6 })
}
