/** What runs are compared by. */
export type ComparedPart = 'run' | 'parameters' | 'code' | 'packages' | 'environment' | 'values' | 'series'

/** Something in which runs differ. */
export interface ComparedFact {
  readonly part: ComparedPart
  /** Of a parameter, value or series its name; the path of a file, the name of a package, what is said of a machine. */
  readonly name: string
  /**
   * What each run has, in the order of the runs; undefined where a run has nothing, or does not record it. Of a series the last
   * value, of a file its version: `v1`, `v2`, … with the same number where the content is the same.
   */
  readonly values: readonly unknown[]
}

/** Runs side by side. */
export interface RunComparison {
  readonly runs: readonly { readonly folder: string; readonly namespace: string; readonly name: string }[]
  /** In what they differ; with `all` also in what they do not. */
  readonly facts: readonly ComparedFact[]
  /** How many facts are the same in all runs. */
  readonly same: Readonly<Record<ComparedPart, number>>
  /** What could not be compared, in words. */
  readonly notes: readonly string[]
  /** A line a run, with all digits. */
  csv(): string
  markdown(): string
  latex(): string
}
