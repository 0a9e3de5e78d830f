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

/** Which runs are drawn: those that match, of them those that are picked, and each alone or with those that it is equal to but for the seed. */
export interface LinesQuestion {
  readonly where: string
  readonly isGrouped: boolean
  /** Runs by their paths, groups by that of one of their runs; all that match when empty. */
  readonly picked: readonly string[]
}

/** What can be drawn. */
export interface SeriesAnswer {
  readonly series: readonly SeriesName[]
  readonly lines: readonly LineName[]
  /** What lines are told apart by, before their labels: `rate (1/s)`. */
  readonly by: string | null
  /** Lines there would be without a limit. */
  readonly count: number
  /** Runs of the lines; those that match; all. */
  readonly drawn: number
  readonly matched: number
  readonly total: number
}

/** A series of numbers as expressions name it: `loss`, `loss split=val`. */
export interface SeriesName {
  readonly key: string
  /** Runs that have it, of those that are drawn. */
  readonly runs: number
  readonly unit: string | null
  /** What a step is: `epoch`. */
  readonly step: string | null
  /** Whether its experiment asks for a logarithmic axis. */
  readonly isLog: boolean
}

export interface LineName {
  readonly id: string
  /** The paths of its runs. */
  readonly runs: readonly string[]
  readonly label: string
  /** Whether one of its runs goes on. */
  readonly isRunning: boolean
  /** `1 failed`: runs that do not count, and why; null for none. */
  readonly left: string | null
}

export type CurveBand = 'ci' | 'quartiles' | 'range'

/** The points of a series over the lines. */
export interface CurvesQuestion extends LinesQuestion {
  readonly series: string
  /** `step`, `time`, or `series:` and the key of another series. */
  readonly x: string
  readonly band: CurveBand
  /** 0…1, exclusive; null for none. */
  readonly smoothing: number | null
  readonly from: number | null
  readonly to: number | null
  /** Pixels. */
  readonly width: number
  /** What the page has of each line, by its id: how many points, and the checksum of them. */
  readonly held: Readonly<Record<string, readonly [points: number, sum: number]>>
}

/** Before the numbers of an answer, as JSON behind its length in four bytes, filled with spaces to a multiple of eight. */
export interface CurvesHeader {
  readonly lines: readonly CurveLine[]
}

export type CurveColumn = 'x' | 'y' | 'smooth' | 'low' | 'high' | 'n'

/** A line of an answer. Its numbers follow each other column by column. */
export interface CurveLine {
  readonly id: string
  readonly columns: readonly CurveColumn[]
  /** Points that are sent of each column; those before them the page has. */
  readonly points: number
  readonly before: number
  /** Where its numbers begin among all. */
  readonly at: number
  /** To be sent as `held` with the next question. */
  readonly keep: readonly [points: number, sum: number]
  /** Points that are shown, of all in the range. */
  readonly shown: number
  readonly of: number
  /** Values in the range that are NaN or infinite, and where. */
  readonly nonFinite: number
  readonly odd: readonly number[]
  /** Points without a place, as where the series below has no value. */
  readonly unplaced: number
  /** Points of a group whose run has a later one at the same x: that one counts. */
  readonly repeated: number
  readonly isInterpolated: boolean
  /** Runs that count, and why others do not: `1 unreadable`. */
  readonly runs: number
  readonly left: readonly string[]
  readonly extent: readonly [from: number, to: number] | null
}

/** Adds a tag or a note to runs, or takes it away. Runs or groups are meant as `LinesQuestion` has them; at least one. */
export interface AnnotateOrder extends LinesQuestion {
  readonly kind: 'tag' | 'untag' | 'note' | 'unnote'
  readonly text: string
}

/** What became of an order. */
export interface Edited {
  /** Runs that were changed. */
  readonly changed: number
  /** Of those that were refused, why. */
  readonly refused: readonly string[]
  /** Of runs that were moved to the trash: under which name they come back; null where none was. */
  readonly deletion: string | null
}
