import { basename } from 'node:path'
import { formatParameterHelp } from '../../parameters/help.ts'
import { flagRows, parameterRows } from '../../render/help.ts'
import { ownFacts } from '../life/own-facts.ts'
import { RUN_FLAGS } from './run-flags.ts'
import type { System } from '../system.ts'
import type { Runnable } from '../runnable.ts'

/** Prints an experiment's parameters with type, default, bounds and description, and runlab's flags. */
export async function printRunHelp(experiment: Runnable, exportName: string | null, system: System): Promise<void> {
  const { specification } = experiment
  const facts = await experiment.sources().facts
  const own = ownFacts(specification, exportName, facts)
  const description = specification.description ?? own?.description ?? facts.fileDescription ?? ''
  const rows = formatParameterHelp(specification.parameters, own?.parameters ?? {}, RUN_FLAGS)
  const file = basename(specification.location.file)
  const text = [
    `Usage: runlab run ${file}${exportName === null ? '' : `#${exportName}`} [--parameter value …] [flags]\n`,
    description === '' ? '' : `\n${description}\n`,
    rows.length === 0
      ? '\nThe experiment has no parameters.\n'
      : `\nParameters:\n${parameterRows(rows, Math.min(system.stdout.columns || 80, 100))}`,
    `\nFlags:\n${flagRows(RUN_FLAGS)}`,
  ]
  system.stdout.write(text.join(''))
}
