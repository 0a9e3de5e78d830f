import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { Redactor } from '../../secrets/redactor.ts'

/** Masks secrets in values as they are set. A key that holds one is refused: it cannot be changed without a loss. */
export function valueMask(redactor: Redactor): (json: JsonValue, key: string) => JsonValue {
  return (json, key) => {
    const masked = typeof json === 'number' ? { json, foundInKey: false } : redactor.maskJson(json)
    if (masked.foundInKey || redactor.keyHolds(key)) {
      const reason = masked.foundInKey ? 'a key of its value holds a secret' : 'it holds a secret'
      throw runlabError('VALUE_KEY', { key: redactor.mask(key), reason })
    }
    return masked.json
  }
}
