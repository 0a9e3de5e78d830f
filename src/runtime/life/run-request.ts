import type { Given } from '../../parameters/resolve.ts'
import type { SupervisorLink } from '../process/supervisor-link.ts'
import type { ReproducesMeta, RunMeta } from '../../format/meta.ts'
import type { Sources, Surroundings } from './sources.ts'
import type { System } from '../system.ts'

/** Seconds that `run`, where it looks at its signal, and then hooks and finalising have after a signal, unless the run says otherwise. */
export const GRACE = 10

/** The run that is repeated, and what it is asked for. */
export interface RequestedOriginal {
  readonly meta: RunMeta
  readonly how: ReproducesMeta['how']
  /** Parameters that it had and the present code would not have by itself. */
  readonly given: Readonly<Record<string, Given>>
  /** What could not be taken over, in words. */
  readonly warnings: readonly string[]
}

/** How one run is asked for, from code or by the command line. */
export interface RunRequest {
  readonly given: Readonly<Record<string, Given>>
  readonly source: 'code' | 'command line'
  /** The run that this one repeats. */
  readonly original?: RequestedOriginal | undefined
  /** The run that starts this one. */
  readonly origin?: Pick<RunMeta, 'parent' | 'sweep' | 'trial'> | undefined
  readonly seed?: number | undefined
  /** The seed to use when none is asked for. */
  readonly drawnSeed?: number
  readonly debug?: boolean | undefined
  /** Whether the values for testing count. */
  readonly testing?: boolean | undefined
  /** Whether what cannot be tracked is thrown; as `debug` or `testing` when left out. */
  readonly strict?: boolean | undefined
  /** Whether what was tracked is drawn in the end; true when left out. */
  readonly visuals?: boolean | undefined
  /** Whether the machine is sampled; true when left out. */
  readonly sampleSystem?: boolean | undefined
  readonly prefix?: string | undefined
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  readonly results?: string | undefined
  /** The archive, where it goes with this process: of a rank that is not 0. */
  readonly scratch?: string | undefined
  /** The folder of the run that such a rank tracks for; absolute. */
  readonly joins?: string | undefined
  /** Whether panels and progress bars are drawn. */
  readonly panels: boolean
  /** The process exists for this run. */
  readonly exclusive: boolean
  readonly mode: 'supervised' | 'in-process'
  /** The name under which the file exports the experiment: null for its primary one, undefined when not known. */
  readonly exportName?: string | null | undefined
  /** Seconds after a signal; `GRACE` when left out. */
  readonly grace?: number | undefined
  /** The supervisor of this process, and that no standard stream of it is a terminal. */
  readonly supervisor?: SupervisorLink | undefined
  readonly ignoresHangup?: boolean
  readonly sources: Sources
  /** What was gathered before the run was known. */
  readonly surroundings?: Surroundings
  readonly system: System
}
