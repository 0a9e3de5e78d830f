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

const BARE_NUMBER = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g

function parsePythonJson(text: string, file: string, cause: unknown): JsonValue {
  const strict = text.replace(BARE_NUMBER, (found) => (found.startsWith('"') ? found : `{"$runlab":"Number","value":"${found}"}`))
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
