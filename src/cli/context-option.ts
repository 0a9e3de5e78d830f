import { RunlabError, runlabError } from '../errors.ts'
import { parseJsonText } from '../format/parse-json-text.ts'

/**
 * A context as it is typed: `split=val,fold=3`, each value as JSON where it is some, else as text; null for `none`.
 * Throws FLAG_INVALID.
 */
export function readContext(text: string): Readonly<Record<string, unknown>> | null {
  if (text === 'none') return null
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) {
        const expected = 'key=value, several with a comma between them, or none'
        throw runlabError('FLAG_INVALID', { flag: '--context', value: JSON.stringify(text), expected })
      }
      return [pair.slice(0, at).trim(), readValue(pair.slice(at + 1).trim())]
    }),
  )
}

function readValue(text: string): unknown {
  try {
    return parseJsonText(text, '--context')
  } catch (error) {
    if (error instanceof RunlabError) return text
    throw error
  }
}
