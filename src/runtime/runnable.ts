import type { Specification } from '../experiment/specification.ts'
import type { Sources } from './life/sources.ts'

/** Marks experiments across copies of this package. */
export const EXPERIMENT = Symbol.for('runlab.experiment')

/** What running needs of an experiment. */
export interface Runnable {
  readonly [EXPERIMENT]: true
  readonly specification: Specification
  /** The experiment's code, read once: what the process has loaded is what its first run saw. */
  sources(): Sources
  /** Takes over what was gathered before the experiment was known. */
  adoptSources(sources: Sources): void
}

export function isRunnable(value: unknown): value is Runnable {
  return typeof value === 'object' && value !== null && EXPERIMENT in value
}

/** A specification and its code, to run. */
export function runnableOf(specification: Specification, sources: Sources): Runnable {
  return { [EXPERIMENT]: true, specification, sources: () => sources, adoptSources: () => undefined }
}
