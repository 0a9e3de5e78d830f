import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import type { LayerKind } from '../../format/lineage.ts'
import type { ParameterSource, RunStatus } from '../../format/meta.ts'

/** `added`: only the second run has it. `removed`: only the first has it. `same`: both have the same. */
export type DiffState = 'changed' | 'added' | 'removed' | 'same'

/** What two runs have of one kind. */
export interface DiffSection<T> {
  /** What differs, in the order of the first run; what is the same where it was asked for. */
  readonly entries: readonly T[]
  /** How many are the same. */
  readonly same: number
  /** What could not be compared, or not in full, in words. */
  readonly notes: readonly string[]
}

/** From the first run's number to the second's. */
export interface NumberDifference {
  readonly absolute: number
  /** Per cent of the first number's size; null where that is 0. */
  readonly percent: number | null
}

/** Which run was compared. */
export interface RunIdentity {
  readonly folder: string
  readonly namespace: string
  readonly name: string
  readonly status: RunStatus
  /** What ended it, `RangeError: too many`; null where nothing was thrown. */
  readonly error: string | null
  /** Unix seconds. */
  readonly startTime: number
}

export interface ParameterDifference {
  readonly name: string
  /** `not compared`: it is a secret in one of them. */
  readonly state: DiffState | 'not compared'
  /** Tagged JSON; null also of a secret, and where there is none. */
  readonly before: JsonValue
  readonly after: JsonValue
  readonly beforeSource: ParameterSource | null
  readonly afterSource: ParameterSource | null
  readonly difference: NumberDifference | null
  /** Whether it is a secret. */
  readonly redacted: boolean
  /** Of a secret: whether nothing set it. */
  readonly beforeUnset?: boolean
  readonly afterUnset?: boolean
}

/** What a run records of a layer. */
export interface LayerSide {
  readonly line: number | null
  /** Of the layer's file. */
  readonly sha256: string | null
  /** The layer that includes a mixin. */
  readonly includedBy: string | null
}

/** A layer that a run is made of. */
export interface LayerDifference {
  readonly kind: LayerKind
  readonly name: string
  readonly file: string | null
  readonly state: DiffState
  readonly before: LayerSide | null
  readonly after: LayerSide | null
}

/** An implementation of a hook, its layers by name. */
export interface ImplementationIdentity {
  readonly how: string
  readonly layer: string
  readonly file: string | null
  readonly line: number | null
  /** The layer that replaced it. */
  readonly replacedBy: string | null
}

/** What a run has for a hook. */
export interface HookStack {
  readonly count: number
  /** Lowest first; null where the run's lineage is not recorded, or that of the other run is not. */
  readonly implementations: readonly ImplementationIdentity[] | null
}

export interface HookDifference {
  readonly name: string
  readonly state: DiffState
  readonly before: HookStack | null
  readonly after: HookStack | null
}

/** A captured file of a run. */
export interface CodeSide {
  /** Below `code/`. */
  readonly path: string
  /** Relative to the project. */
  readonly source: string
  /** Bytes. */
  readonly size: number
}

export interface CodeDifference {
  /** Relative to the project; the second run's where the two differ. */
  readonly path: string
  readonly state: DiffState
  readonly before: CodeSide | null
  readonly after: CodeSide | null
  /** Unified; null where there is none to show. */
  readonly diff: string | null
  /** Why there is none, in words. */
  readonly note: string | null
}

export interface EnvironmentDifference {
  readonly name: string
  readonly state: DiffState
  readonly before: string | null
  readonly after: string | null
}

export interface PackageDifference {
  readonly name: string
  readonly state: DiffState
  /** Versions that are installed, or the range that package.json asks for. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export interface ValueDifference {
  /** `a/b/c` of a leaf. */
  readonly path: string
  readonly state: DiffState
  /** Tagged JSON; null where there is none. */
  readonly before: JsonValue
  readonly after: JsonValue
  readonly difference: NumberDifference | null
}

/** What is compared of a series. */
export interface SeriesFacts {
  readonly count: number
  /** Tagged JSON, for it may be NaN. */
  readonly last: JsonValue
  readonly min: number | null
  readonly max: number | null
}

export interface SeriesDifference {
  readonly name: string
  readonly context: JsonObject | null
  readonly kind: string
  readonly state: DiffState
  readonly before: SeriesFacts | null
  readonly after: SeriesFacts | null
}

/** How two runs differ: plain data, as `runlab diff --json` gives it. */
export interface RunDiff {
  readonly runs: readonly [RunIdentity, RunIdentity]
  readonly parameters: DiffSection<ParameterDifference>
  readonly layers: DiffSection<LayerDifference>
  readonly hooks: DiffSection<HookDifference>
  /** Null where it was not asked for. */
  readonly code: DiffSection<CodeDifference> | null
  readonly environment: DiffSection<EnvironmentDifference>
  readonly packages: DiffSection<PackageDifference>
  readonly values: DiffSection<ValueDifference>
  readonly series: DiffSection<SeriesDifference>
}
