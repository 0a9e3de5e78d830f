import { valueText } from '../../render/value-text.ts'
import type { RunFields } from '../run-fields.ts'

/** Names of groups: their values alone, behind what these are values of. */
export interface GroupNames {
  readonly by: string | undefined
  readonly nameOf: (key: readonly unknown[]) => string
}

export function groupNames(runs: readonly RunFields[], labels: readonly string[]): GroupNames {
  const by = labels.length === 0 ? undefined : labels.map((label) => withUnit(runs, label)).join(', ')
  return { by, nameOf: (key) => key.map(cellText).join(', ') }
}

/** A heading, with the unit where it is a parameter that has one. */
export function withUnit(runs: readonly RunFields[], label: string): string {
  const unit = unitOf(runs, label)
  return unit === undefined || unit === '' ? label : `${label} (${unit})`
}

function unitOf(runs: readonly RunFields[], name: string): string | undefined {
  const [run] = runs
  const parameters = run?.run.meta.parameters ?? {}
  return Object.hasOwn(parameters, name) ? parameters[name]?.unit : undefined
}

export function cellText(value: unknown): string {
  return value === undefined || value === null ? '–' : valueText(value, 24).replaceAll(/^"|"$/g, '')
}
