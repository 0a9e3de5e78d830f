/** What the server of `runlab ui` and its page say to each other about one run. The page imports these types. */

/** A value: a number, truth or text as it is; what is none of these as text. */
export interface NamedValue {
  readonly name: string
  readonly value: unknown
  readonly unit: string | null
}

export interface RunHead {
  readonly name: string
  /** The experiment's. */
  readonly experiment: string
  readonly namespace: string
  readonly description: string
  readonly status: string
  /** Whether its process works on it, as far as can be told. */
  readonly life: 'ended' | 'working' | 'dead' | 'unknown'
  /** How it ended, in a sentence; null while it runs, and where the status says it all. */
  readonly ending: string | null
  readonly phase: string
  /** Unix seconds; null where they are not known. */
  readonly start: number | null
  /** Seconds; null while it runs. */
  readonly duration: number | null
  /** When its process last gave a sign of life, in Unix seconds. */
  readonly lastSign: number | null
  readonly seed: number | null
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** Of the page of its files, in an origin of its own: `files/KEY/study/run/`. */
  readonly files: string
  readonly hasReport: boolean
  readonly warnings: readonly string[]
}

export interface RunParameter extends NamedValue {
  readonly type: string
  readonly description: string | null
  readonly standard: unknown
  readonly source: string
  /** Whether someone set it to something else than its default. */
  readonly isChanged: boolean
  /** What became of it from layer to layer. */
  readonly story: string | null
}

export interface RunError {
  readonly type: string
  readonly message: string
  /** In which step, and how. */
  readonly where: string
  readonly causes: readonly string[]
  readonly stack: string | null
  readonly thrown: { readonly file: string; readonly line: number; readonly frame: string; readonly isDoubtful: boolean } | null
}

export interface RunSeries {
  readonly key: string
  readonly kind: string
  readonly count: number
  readonly last: number | null
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
}

export interface RunPicture {
  readonly title: string
  /** Whether the picture has its title in it. */
  readonly isTitled: boolean
  /** Path in the run; null where nothing could be drawn, and `note` says why. */
  readonly file: string | null
  readonly media: 'image' | 'video' | 'audio' | null
  readonly alt: string
  readonly note: string | null
  readonly isSystem: boolean
}

export interface RunFile {
  /** In the run's folder. */
  readonly path: string
  /** As it is named to people. */
  readonly name: string
  /** Bytes; null where it is not there any more. */
  readonly size: number | null
  readonly note: string
  /** How the page can show it. */
  readonly shown: 'image' | 'video' | 'audio' | 'table' | 'text' | null
}

export interface RunRelative {
  /** Its path in the archive. */
  readonly id: string
  readonly name: string
  /** Null where it is not there any more. */
  readonly status: string | null
}

/** What a run has, by sections that are sent apart. A section that cannot be read is missing, and `damage` says why. */
export interface RunParts {
  readonly head: RunHead
  readonly error: RunError | null
  readonly results: readonly (NamedValue & { readonly direction: string | null })[]
  /** The first of all. */
  readonly values: { readonly shown: readonly NamedValue[]; readonly count: number }
  readonly parameters: readonly RunParameter[]
  readonly said: {
    readonly tags: readonly string[]
    readonly notes: readonly { readonly time: number; readonly text: string }[]
  }
  readonly series: readonly RunSeries[]
  readonly pictures: readonly RunPicture[]
  readonly artifacts: readonly RunFile[]
  readonly inputs: readonly RunFile[]
  readonly code: readonly RunFile[]
  readonly relatives: {
    readonly parent: RunRelative | null
    readonly sweep: string | null
    readonly children: readonly RunRelative[]
    readonly count: number
  }
  readonly lineage: readonly (readonly [what: string, text: string])[]
  readonly environment: readonly (readonly [name: string, value: string])[]
  readonly again: {
    readonly started: string | null
    readonly command: string | null
    /** Of a sweep: how to go on with it. */
    readonly sweep: string | null
    readonly load: string
  }
}

export interface RunAnswer {
  readonly id: string
  /** Whether more is to be expected. */
  readonly isLive: boolean
  /** Sections that the page has not. */
  readonly parts: Partial<RunParts>
  /** Of every section that could be read: to be sent with the next question. */
  readonly prints: Readonly<Record<string, string>>
  /** What could not be read, and why, a sentence each. */
  readonly damage: readonly string[]
}

/** A piece of a run's log. Places in bytes. */
export interface LogPiece {
  readonly from: number
  readonly to: number
  readonly size: number
  readonly text: string
}

/** A point of a series that is no numbers. */
export interface MediaPoint {
  readonly step: number
  /** Path in the run; null where the point is text. */
  readonly file: string | null
  readonly text: string | null
}

export interface MediaAnswer {
  readonly points: readonly MediaPoint[]
  /** Points of the series; those that are sent are the last ones. */
  readonly count: number
}

export interface RowsAnswer {
  readonly columns: readonly { readonly name: string; readonly isNumeric: boolean }[]
  /** A value a column. */
  readonly rows: readonly (readonly unknown[])[]
  readonly offset: number
  readonly count: number
}

/** What runs are compared by, and what each has: in the order of the runs, null where it has nothing. */
export interface CompareFact {
  readonly part: string
  readonly name: string
  readonly values: readonly unknown[]
}

/** A captured file of two runs that differs. */
export interface CompareCode {
  readonly path: string
  readonly state: string
  /** Unified; null where there is none to show. */
  readonly diff: string | null
  /** Why there is none. */
  readonly note: string | null
}

export interface CompareAnswer {
  readonly runs: readonly { readonly id: string; readonly name: string; readonly status: string }[]
  /** In what they differ. */
  readonly facts: readonly CompareFact[]
  /** How many facts of each part are the same in all. */
  readonly same: Readonly<Record<string, number>>
  /** What could not be compared, in words. */
  readonly notes: readonly string[]
  /** Line by line; null for more than two runs. */
  readonly code: readonly CompareCode[] | null
}
