import { valueText } from '../render/value-text.ts'
import { keyOf, varyingParameters } from './columns.ts'
import type { RunFields } from './run-fields.ts'

/** Values that a sentence has room for. */
const MOST = 6

/** What differs within groups, so that their numbers are pooled over it: `pooled over layers: 1, 2; optimizer: adam, sgd`; null for nothing. */
export function pooledText(groups: readonly { readonly runs: readonly RunFields[] }[]): string | null {
  const pooled = new Map<string, Map<string, unknown>>()
  const add = (name: string, values: readonly unknown[]): void => {
    const known = pooled.get(name) ?? new Map<string, unknown>()
    for (const value of values) known.set(keyOf(value), value)
    pooled.set(name, known)
  }
  for (const { runs } of groups) {
    const experiments = new Set(runs.map(({ listed }) => listed.brief.name))
    if (experiments.size > 1) add('experiment', [...experiments])
    for (const { label, cells } of varyingParameters(runs)) add(label, cells)
  }
  if (pooled.size === 0) return null
  return `pooled over ${Array.from(pooled, ([name, values]) => `${name}: ${valuesText([...values.values()])}`).join('; ')}`
}

function valuesText(values: readonly unknown[]): string {
  const sorted = values.every((value) => typeof value === 'number') ? values.toSorted((a, b) => a - b) : values
  const shown = sorted.slice(0, MOST).map((value) => (value === undefined ? '–' : valueText(value, 24)))
  return `${shown.join(', ')}${values.length > MOST ? ', …' : ''}`
}
