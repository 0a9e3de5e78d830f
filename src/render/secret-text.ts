import type { ParameterMeta } from '../format/meta.ts'
import { MASK } from '../secrets/redactor.ts'

export { MASK }

/** Stands for a secret that nothing set. */
export const NOT_SET = 'not set'

/** A secret that nothing set: whether it is there is no secret. */
export function isUnsetSecret({ redacted, value, source }: Pick<ParameterMeta, 'redacted' | 'value' | 'source'>): boolean {
  return redacted === true && value === null && source === 'default'
}

/** What stands in place of the value of a secret: `***`, or that it is not set. */
export function secretText(parameter: Pick<ParameterMeta, 'redacted' | 'value' | 'source'>): string {
  return isUnsetSecret(parameter) ? NOT_SET : MASK
}
