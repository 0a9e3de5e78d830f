/** Of runs that a list has left out. */
export function moreRunsText(more: number): string {
  return `… ${more} more; the same with -n 0 shows all\n`
}
