/** A length in pixels, as styles want it. */
export function px(length: number): string {
  return `${length}px`
}
