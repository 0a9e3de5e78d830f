/** A word that may stand where the cursor is. */
export interface Candidate {
  readonly name: string
  /** What it is, in a few words. */
  readonly text?: string
}
