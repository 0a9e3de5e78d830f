import { resolve } from 'node:path'
import { refuse } from './kind.ts'
import type { Fault, Kind, Place, Reading } from './kind.ts'
import { readOptions, readSwitch } from './options.ts'

/** `param.path`. Values are absolute; `given` is what was written. */
export function buildPath(given: unknown, fault: Fault): Kind {
  const mustExist = readSwitch(readOptions(given, ['mustExist'], fault), 'mustExist', true, fault)
  const expected = mustExist ? 'an existing path' : 'a path'
  const check = (value: unknown, { folder, fileExists }: Place): Reading => {
    if (typeof value !== 'string' || value === '' || value.includes('\0')) return refuse(expected)
    const absolute = resolve(folder, value)
    if (mustExist && !fileExists(absolute)) return refuse(`${expected} (there is no ${absolute})`)
    return { ok: true, value: absolute, given: value, paths: [{ given: value, absolute }] }
  }
  return {
    kind: 'path',
    name: 'path',
    bounds: mustExist ? 'has to exist' : null,
    type: 'path',
    expected,
    check,
    read: check,
    jsonSchema: { type: 'string', minLength: 1 },
    locate: (value, folder) => resolve(folder, String(value)),
  }
}
