import { nearest } from '../../internal/nearest.ts'
import { readBooleanText } from '../text/boolean-text.ts'
import { accept, acceptIf, refuse } from './kind.ts'
import type { Fault, Kind } from './kind.ts'
import { readOptions } from './options.ts'

const EXPECTED = 'true or false'

export const BOOLEAN_KIND: Kind = {
  kind: 'boolean',
  name: 'boolean',
  bounds: null,
  type: 'boolean',
  expected: EXPECTED,
  standsAlone: true,
  negation: 'false',
  check: (value) => acceptIf(typeof value === 'boolean', value, EXPECTED),
  read(text) {
    const value = readBooleanText(text)
    return value === null ? refuse(EXPECTED, suggest(text)) : accept(value)
  },
  // YAML 1.1 had yes and no.
  readJson: (value) =>
    typeof value === 'boolean' ? accept(value) : refuse(EXPECTED, typeof value === 'string' ? suggest(value) : null),
  jsonSchema: { type: 'boolean' },
}

function suggest(text: string): string | null {
  const value = readBooleanText(text)
  return value === null ? nearest(text, ['true', 'false']) : String(value)
}

/** `param.boolean`. */
export function buildBoolean(options: unknown, fault: Fault): Kind {
  readOptions(options, [], fault)
  return BOOLEAN_KIND
}
