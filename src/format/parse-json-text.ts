import { runlabError } from '../errors.ts'
import type { JsonValue } from './json-value.ts'

/**
 * Parses a JSON document. The NaN and ±Infinity that Python writes without quotes (PyComex does) are read as well.
 * Throws ARCHIVE_FORMAT naming the file.
 */
export function parseJsonText(text: string, file: string): JsonValue {
  try {
    const json: JsonValue = JSON.parse(text)
    return json
  } catch (error) {
    return parsePythonJson(text, file, error)
  }
}

const QUOTE_OR_NUMBER = /"|-?Infinity|NaN/g

function parsePythonJson(text: string, file: string, cause: unknown): JsonValue {
  const strict = tagBareNumbers(text)
  try {
    const json: JsonValue = JSON.parse(strict)
    return json
  } catch {
    throw runlabError('ARCHIVE_FORMAT', {
      file,
      reason: `it is no JSON (${cause instanceof Error ? cause.message : String(cause)})`,
    })
  }
}

/** Strings are passed over by hand: a pattern for one of megabytes would need more stack than there is. */
function tagBareNumbers(text: string): string {
  const parts: string[] = []
  let done = 0
  const pattern = new RegExp(QUOTE_OR_NUMBER)
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [token] = found
    if (token === '"') {
      pattern.lastIndex = endOfString(text, found.index)
      continue
    }
    parts.push(text.slice(done, found.index), `{"$runlab":"Number","value":"${token}"}`)
    done = pattern.lastIndex
  }
  return `${parts.join('')}${text.slice(done)}`
}

/** Behind the quote that ends a string. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return text.length
    let before = quote
    while (text[before - 1] === '\\') before--
    if ((quote - before) % 2 === 0) return quote + 1
    at = quote + 1
  }
}
