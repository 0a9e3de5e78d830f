import type { VisualOptions, VisualRules } from '../../api/visual.ts'

/**
 * What the rules say of a series: the one with its name, and below it those of all that begins alike, the longest first. Null where
 * the first of them switches it off.
 */
export function lookUp(rules: VisualRules, name: string): VisualOptions | null {
  const keys = Object.keys(rules).filter((key) => fits(key, name))
  const found = keys.toSorted((a, b) => Number(a === name) - Number(b === name) || a.length - b.length).map((key) => rules[key])
  if (found.at(-1) === false) return null
  const said = found.flatMap((rule) => (rule === false || rule === undefined ? [] : Object.entries(rule)))
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

/** Whether a rule is about the series of a name. */
export function fits(key: string, name: string): boolean {
  return key === name || (key.endsWith('*') && name.startsWith(key.slice(0, -1)))
}
