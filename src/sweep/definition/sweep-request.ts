import type { JsonValue } from '../../format/json-value.ts'
import type { SweepDefinition, SweepExperiment, SweepObjective } from '../../format/sweep.ts'
import type { Dimension } from '../space/dimension.ts'

/** A sweep as it was asked for, by the command line, a config or code; nothing of it is checked but its form. */
export interface SweepRequest extends Pick<SweepDefinition, 'seeds' | 'trials' | 'time' | 'trialTime' | 'flags'> {
  readonly experiments: readonly SweepExperiment[]
  readonly dimensions: readonly Dimension[]
  readonly fixed: Readonly<Record<string, JsonValue>>
  readonly objectives: readonly SweepObjective[]
  /** Name and options; null for the default. */
  readonly sampler: Readonly<Record<string, JsonValue>> | null
  /** Name, options and, where it is said, the series. */
  readonly pruner: (Readonly<Record<string, JsonValue>> & { readonly series?: string }) | null
  readonly enqueue: readonly Readonly<Record<string, JsonValue>>[]
  readonly jobs: number
  /** Null to draw one. */
  readonly seed: number | null
  readonly name: string | null
  readonly namespace: string | null
  readonly results: string | null
}
