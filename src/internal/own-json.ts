import { withBuiltIns } from './built-ins.ts'

const { stringify } = JSON
const { hasOwn } = Object
const [OBJECT, ARRAY] = [Object.prototype, Array.prototype]

/** `JSON.stringify` as it was when runlab was loaded; a `toJSON` that somebody has given all objects changes nothing. */
export function ownJson(value: unknown, indent?: number): string {
  if (!hasOwn(OBJECT, 'toJSON') && !hasOwn(ARRAY, 'toJSON')) return stringify(value, null, indent)
  return withBuiltIns(() => stringify(value, null, indent))
}
