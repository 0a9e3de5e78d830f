/** Which runs, and in which order. Expressions are those of `runlab list --where`. */
export interface RunSelection {
  /** Only runs of this namespace and those below it. */
  readonly namespace?: string
  /** An expression that is true of the runs that are wanted: `params.rate < 0.1 && status == "done"`. */
  readonly where?: string
  /** Expressions to sort by, each with `-` before it for the largest first. Newest first when left out. */
  readonly sort?: readonly string[]
  /** How many at most. */
  readonly limit?: number
}
