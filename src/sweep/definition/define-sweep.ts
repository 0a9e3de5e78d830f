import type { Experiment, ModuleMeta, ParametersOf } from '../../api/experiment.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { locateModule } from '../../experiment/module-location.ts'
import { fromCaller } from '../../internal/from-caller.ts'
import type { PrunerChoice } from '../pruners/create-pruner.ts'
import type { SamplerChoice } from '../samplers/create-sampler.ts'
import type { SpaceDefinition } from '../space/space.ts'

/** Marks sweeps across copies of this package. */
const SWEEP = Symbol.for('runlab.sweep')

/** What a sweep makes better: an expression over a run, in the language of filters. */
export type Objective = { readonly minimize: string } | { readonly maximize: string }

/** An experiment that its file exports, or the path of a script or config, relative to the sweep's file. */
export type SweptExperiment = Pick<Experiment<object, unknown>, 'defaults' | 'runIfMain'> | string

/** The values of the parameters of what is swept. */
export type SweptValues<E> = E extends readonly (infer One)[]
  ? (One extends unknown ? (values: SweptValues<One>) => void : never) extends (values: infer All) => void
    ? All
    : never
  : E extends string
    ? Readonly<Record<string, JsonValue>>
    : ParametersOf<E>

/** What `defineSweep` takes. `V`: the values of the experiment's parameters. A config says the same under the same names. */
export interface SweepDeclaration<V> {
  /** What is run. Of several, which one is a choice as well, by its file's name: a parameter `experiment`. */
  readonly experiment: SweptExperiment | readonly SweptExperiment[]
  /** The parameters that vary, and what each may be: a list, a text as on the command line, `choice`, `grid` or `range`. */
  readonly space: SpaceDefinition<V>
  /** Values that are the same in every trial. */
  readonly parameters?: Partial<V>
  /** One or several. A grid needs none. */
  readonly objective?: Objective | readonly Objective[]
  /** `'tpe'`, `'tpe:startup=20'` or `{ sampler: 'tpe', startup: 20 }`; what suits space and objectives when left out. */
  readonly sampler?: string | SamplerChoice
  /** Stops trials early; `series` when it is not that of the objective. */
  readonly pruner?: string | (PrunerChoice & { readonly series?: string })
  /** Repeats of each setting: `[1, 2, 3]` or `'1..3'`. The objective is their mean. */
  readonly seeds?: string | readonly number[]
  /** How many settings; all of a grid when left out. */
  readonly trials?: number
  /** Runs at the same time; 1 when left out. */
  readonly jobs?: number
  /** No trial begins after so long: `'8h'`, or seconds. */
  readonly time?: string | number
  /** A run that takes longer is stopped, and its trial has failed. */
  readonly trialTime?: string | number
  /** Settings that are tried first. */
  readonly enqueue?: readonly (Partial<V> & { readonly experiment?: string })[]
  /** Of the search; drawn when left out. */
  readonly seed?: number
  /** The sweep's name, which its trials begin with; generated when left out. */
  readonly name?: string
  /** Where in the archive sweep and trials go. */
  readonly namespace?: string
  /** The archive, relative to the file. */
  readonly results?: string
}

/** A sweep that a file defines, for `runlab sweep FILE`. Opaque. */
export interface Sweep {
  /** Phantom. */
  readonly '~sweep'?: true
}

/** What is behind it. */
export interface DefinedSweep extends Sweep {
  readonly [SWEEP]: true
  /** The file that defines it, absolute. */
  readonly file: string
  readonly declaration: unknown
}

export function isSweep(value: unknown): value is DefinedSweep {
  return typeof value === 'object' && value !== null && SWEEP in value
}

/**
 * Defines a sweep over the parameters of an experiment, for `runlab sweep FILE`; what is given there besides counts more.
 *
 * ```ts
 * export const sweep = defineSweep(import.meta, {
 *   experiment,
 *   space: { rate: range(1e-5, 1e-1, { log: true }), optimizer: ['adam', 'sgd'] },
 *   objective: { minimize: 'series.loss.min' },
 *   seeds: [1, 2, 3],
 *   trials: 40,
 * })
 * ```
 *
 * Mistakes that types do not find are refused by `runlab sweep`, all at once.
 *
 * @param meta `import.meta`; in CommonJS `module`.
 * @throws DEFINITION_INVALID where that tells no file.
 */
export function defineSweep<const E extends SweptExperiment | readonly SweptExperiment[]>(
  meta: ModuleMeta,
  declaration: SweepDeclaration<SweptValues<E>> & { readonly experiment: E },
): Sweep {
  const { file } = fromCaller(defineSweep, () => locateModule(meta))
  const sweep: DefinedSweep = { [SWEEP]: true, file, declaration }
  return Object.freeze(sweep)
}
