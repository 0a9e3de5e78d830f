import type { ParameterSource } from './meta.ts'

/** Whether it is on record that somebody set a parameter to another value than its default. */
export function wasSet(source: ParameterSource): boolean {
  return source !== 'default' && source !== 'not recorded'
}
