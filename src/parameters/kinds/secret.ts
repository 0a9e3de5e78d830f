import { acceptIf } from './kind.ts'
import type { Fault, Kind } from './kind.ts'
import { readOptions, readSwitch, readText } from './options.ts'

/** `param.secret`. An empty text counts as none, as an empty environment variable does. */
export function buildSecret(given: unknown, fault: Fault): Kind {
  const options = readOptions(given, ['env', 'optional'], fault)
  const env = readText(options, 'env', fault)
  if (env === null || !/^[^\s=]+$/.test(env)) {
    throw fault('does not say which environment variable holds it', "Write: param.secret({ env: 'API_KEY' })")
  }
  const optional = readSwitch(options, 'optional', false, fault)
  return {
    kind: 'secret',
    name: 'secret',
    bounds: optional ? 'may be missing' : null,
    type: 'secret',
    expected: 'a string',
    secret: { env, optional },
    check: (value) => acceptIf(typeof value === 'string', value, 'a string'),
    read: (text) => ({ ok: true, value: text }),
    jsonSchema: { type: 'string' },
  }
}
