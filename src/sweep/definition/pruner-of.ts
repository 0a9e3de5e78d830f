import type { SweepPruner } from '../../format/sweep.ts'
import { createPruner } from '../pruners/create-pruner.ts'
import type { PrunerOptions } from '../pruners/create-pruner.ts'
import type { Pruner } from '../pruners/pruner.ts'

/** The pruner that a definition asks for. Throws SWEEP_OPTION. */
export function prunerOf({ options }: SweepPruner): Pruner {
  // Names and options are checked there, whatever they are.
  return createPruner(options as unknown as PrunerOptions)
}
