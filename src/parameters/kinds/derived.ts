import { readLooseText } from '../text/json-text.ts'
import { accept } from './kind.ts'
import type { Kind } from './kind.ts'

/** A parameter that is computed. What is given in its place is taken as it is; text is JSON where it looks like it. */
export const DERIVED_KIND: Kind = {
  kind: 'derived',
  name: 'derived',
  bounds: null,
  type: 'derived',
  expected: 'any value',
  check: accept,
  read: (text) => accept(readLooseText(text)),
  jsonSchema: {},
}
