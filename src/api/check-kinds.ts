import { runlabError } from '../errors.ts'
import type { Kind } from './kind.ts'

/** What somebody gives as kinds of data. Throws DEFINITION_INVALID. */
export function checkKinds(kinds: unknown): readonly Kind[] {
  if (kinds === undefined) return []
  if (Array.isArray(kinds) && kinds.every(isKind)) return [...kinds]
  throw runlabError('DEFINITION_INVALID', {
    what: '`kinds` is not a list of kinds',
    hint: 'A kind has a name and the functions accepts, write and read.',
  })
}

function isKind(kind: unknown): kind is Kind {
  return (
    typeof kind === 'object' &&
    kind !== null &&
    typeof Reflect.get(kind, 'name') === 'string' &&
    ['accepts', 'write', 'read'].every((method) => typeof Reflect.get(kind, method) === 'function')
  )
}
