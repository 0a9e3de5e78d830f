import { basename } from 'node:path'
import { formatParameterHelp } from '../../parameters/help.ts'
import { flagRows, parameterRows } from '../../render/help.ts'
import type { System } from '../../runtime/system.ts'
import type { LoadedExperiment } from '../../sweep/definition/load-experiments.ts'
import { SWEEP_FLAGS } from './sweep-flags.ts'

/** Prints what can be varied, and the flags of a sweep. */
export async function printSweepHelp(loaded: readonly LoadedExperiment[], system: System): Promise<void> {
  const width = Math.min(system.stdout.columns || 80, 100)
  const parts = loaded.map(({ specification }) => {
    const rows = formatParameterHelp(specification.parameters, {}, SWEEP_FLAGS)
    return `\nParameters of ${basename(specification.location.file)}:\n${parameterRows(rows, width)}`
  })
  const forms = 'Values: 1,2,4 or adam,sgd; ranges: 0.0..1.0, 1..4 (integers), 1e-5..1e-1:log, 0..1:0.1, 0..1:count=5.'
  system.stdout.write(
    `Usage: runlab sweep FILE… [--parameter values …] [flags]\n${parts.join('')}\n${forms}\n\nFlags:\n${flagRows(SWEEP_FLAGS, width)}`,
  )
}
