import { relative } from 'node:path'
import { decodeValue } from '../../format/tagged-json.ts'
import { colorsFor } from '../../render/colors.ts'
import { lineageSections } from '../../render/lineage-sections.ts'
import { quantityText } from '../../render/quantity-text.ts'
import { secretText } from '../../render/secret-text.ts'
import type { RunPlan } from '../life/plan-run.ts'

/** Prints what a run would be: where it goes, its parameters and where each comes from, what its hooks call. */
export function printPlan({ identity, archive, request: { system } }: RunPlan): void {
  const { stdout, env } = system
  const colors = colorsFor(stdout, env)
  const width = Math.min(stdout.columns || 80, 100)
  const place = relative(system.cwd(), archive)
  const values = Object.entries(identity.parameters).map(([name, parameter]) => ({
    name,
    value: parameter.redacted === true ? secretText(parameter) : quantityText(decodeValue(parameter.value), parameter.unit),
    source: parameter.source === 'default' ? '' : parameter.source,
  }))
  const { description, seed, seed_source: seedSource, lineage } = identity
  stdout.write(
    [
      `${colors.bold(identity.name)}${description === '' ? '' : `\n${identity.short_description}`}\n`,
      `goes to ${place.startsWith('..') ? archive : place}/${identity.namespace}, seed ${seed}${seedSource === 'drawn' ? ' (drawn)' : ''}\n`,
      ...(lineage === null ? [] : lineageSections(lineage, { values, colors, width })),
      '\nNothing was run and nothing written: --dry-run.\n',
    ].join(''),
  )
}
