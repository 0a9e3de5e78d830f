import type { MessagePort } from 'node:worker_threads'
import type { LoadedFiles } from './loaded-files.ts'

/** What `runlab/register` leaves for the run that comes. */
export interface LoaderState {
  /** The run's seed, settled before any module was loaded. */
  readonly seed: { readonly value: number; readonly source: 'given' | 'drawn' } | null
  /** What Node was told as `--random-seed`, for draws while modules load. */
  readonly loadSeed: number
  /** Brings a `LoadedFile` for every local file that the module loader reads. */
  readonly port: MessagePort
  /** What it has brought up to now, and what was loaded by `require`. */
  readonly loaded: LoadedFiles
  /** Files that runs of this process have loaded late. Node loads them once: to the runs that follow they are there already. */
  readonly late: Set<string>
}

const KEY = Symbol.for('runlab.loader')
const CONTROLLED = Symbol.for('runlab.controlled')

interface Holder {
  [KEY]?: LoaderState
  [CONTROLLED]?: true
}

/** Null where `runlab/register` is not loaded. Kept on the global object, so that two copies of this package share it. */
export function loaderState(): LoaderState | null {
  return (globalThis as Holder)[KEY] ?? null
}

export function setLoaderState(state: LoaderState): void {
  Object.defineProperty(globalThis, KEY, { value: state, enumerable: false, configurable: true })
}

/** A value for Node's `--random-seed` that follows from a run's seed: 1 … 2^31−2. */
export function loadSeedOf(seed: number): number {
  return (seed % (2 ** 31 - 2)) + 1
}

/** Says that `runlab run` starts the experiment in this process, so that `runIfMain` does not. */
export function takeControl(): void {
  Object.defineProperty(globalThis, CONTROLLED, { value: true })
}

export function isControlled(): boolean {
  return (globalThis as Holder)[CONTROLLED] === true
}
