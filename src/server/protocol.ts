/** What the server of `runlab ui` and its page say to each other. The page imports these types, and nothing else of the server. */

export interface TableColumn {
  /** The expression that it shows. */
  readonly id: string
  readonly label: string
  readonly unit: string | null
  readonly isNumeric: boolean
}

/** Numbers of a group in a few. */
export interface Spread {
  readonly mean: number
  readonly interval: readonly [low: number, high: number] | null
  readonly n: number
}

export interface TableRow {
  /** A run's path in the archive, or what tells a group from the others. */
  readonly id: string
  /** Paths of the runs: one, or those of the group. */
  readonly runs: readonly string[]
  readonly name: string
  readonly status: string | null
  /** By the column's id. */
  readonly cells: Readonly<Record<string, unknown>>
  readonly spreads: Readonly<Record<string, Spread>>
  /** What does not count: `1 failed`. */
  readonly left: string | null
  /** Where its report is, in an origin of its own; null for a group, and where none is written yet. */
  readonly report: string | null
}

export interface TablePage {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  readonly offset: number
  /** Rows of the whole table. */
  readonly count: number
  /** Runs that match, and all there are. */
  readonly matched: number
  readonly total: number
}

/** What was asked for cannot be: an expression that is wrong says where. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string | null
  /** Characters of the expression that are meant. */
  readonly at: readonly [from: number, to: number] | null
}

/** Which rows of the table. */
export interface TableQuestion {
  readonly where: string
  /** An expression, descending with a `-` before it; empty for the newest first. */
  readonly sort: string
  readonly isGrouped: boolean
  /** Expressions; what varies, and results, when null. */
  readonly columns: readonly string[] | null
  readonly offset: number
  readonly limit: number
}
