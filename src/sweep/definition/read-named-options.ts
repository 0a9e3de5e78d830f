import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { readNumberText } from '../../parameters/text/number-text.ts'

/** `asha:first=2:series=loss` → name and options; numbers where they are. Throws FLAG_INVALID. */
export function readNamedOptions(flag: string, key: string, text: string): Readonly<Record<string, JsonValue>> {
  const [name = '', ...rest] = text.split(':')
  const options = rest.map((piece) => {
    const at = piece.indexOf('=')
    if (at <= 0)
      throw runlabError('FLAG_INVALID', {
        flag,
        value: JSON.stringify(text),
        expected: `${key === 'sampler' ? 'tpe:startup=20' : 'asha:first=2'}, a name and its options`,
      })
    const value = piece.slice(at + 1)
    const number = readNumberText(value)
    return [piece.slice(0, at).trim(), number.ok ? number.value : value] as const
  })
  return { [key]: name.trim(), ...Object.fromEntries(options) }
}
