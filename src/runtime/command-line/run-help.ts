import { basename } from 'node:path'
import { formatParameterHelp } from '../../parameters/help.ts'
import { flagRows, parameterRows } from '../../render/help.ts'
import { describeLayers, docsOfLayers, readLayerFacts } from '../life/layer-facts.ts'
import { RUN_FLAGS } from './run-flags.ts'
import type { System } from '../system.ts'
import type { Runnable } from '../runnable.ts'

/** Prints an experiment's parameters with type, default, bounds and description, and runlab's flags. */
export async function printRunHelp(experiment: Runnable, exportName: string | null, system: System): Promise<void> {
  const { specification } = experiment
  const layers = await readLayerFacts(specification, experiment.sources(), exportName)
  const description = describeLayers(layers)
  const rows = formatParameterHelp(specification.parameters, docsOfLayers(layers, 'parameters'), RUN_FLAGS)
  const file = basename(specification.location.file)
  const text = [
    `Usage: runlab run ${file}${exportName === null ? '' : `#${exportName}`} [--parameter value …] [flags]\n`,
    description === '' ? '' : `\n${description}\n`,
    rows.length === 0
      ? '\nThe experiment has no parameters.\n'
      : `\nParameters:\n${parameterRows(rows, Math.min(system.stdout.columns || 80, 100))}`,
    `\nFlags:\n${flagRows(RUN_FLAGS, Math.min(system.stdout.columns || 80, 100))}`,
  ]
  system.stdout.write(text.join(''))
}
