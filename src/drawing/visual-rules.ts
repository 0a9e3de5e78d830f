import type { VisualOptions, VisualRules } from '../api/visual.ts'

/** What the rules say of a series: the one with its name, or the longest `…/*` that fits. Null for one that is off. */
export function lookUp(rules: VisualRules, name: string): VisualOptions | null {
  const keys = Object.keys(rules).filter((key) => fits(key, name))
  const [best] = keys.toSorted((a, b) => Number(b === name) - Number(a === name) || b.length - a.length)
  const rule = best === undefined ? {} : rules[best]
  return rule === false || rule === undefined ? null : rule
}

/** Whether a rule is about the series of a name. */
export function fits(key: string, name: string): boolean {
  return key === name || (key.endsWith('*') && name.startsWith(key.slice(0, -1)))
}
