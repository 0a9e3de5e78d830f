/** One thing that was tried against runlab many times: a line of the table of `npm run soak -- attack`. */
export interface AttackRow {
  readonly what: string
  /** How often it was tried. */
  readonly tried: number
  /** How often a promise was broken; 0 is what is wanted. */
  readonly found: number
  /** What was found first, or how it was tried where nothing was. One line. */
  readonly detail: string
}
