import type { Parse } from './json-parsers.ts'
import { parseJsonText } from './parse-json-text.ts'

/**
 * The records of a `.jsonl` file. A last line that is cut off, as a kill while writing leaves it, is skipped.
 * Throws ARCHIVE_FORMAT for any other line that is wrong, naming its number.
 */
export function parseJsonLines<T>(content: string, file: string, parse: Parse<T>): readonly T[] {
  const lines = content.split('\n')
  const records: T[] = []
  for (const [i, line] of lines.entries()) {
    if (line === '' || (i === lines.length - 1 && !isWholeJson(line))) continue
    const place = { file: `${file}, line ${i + 1}` }
    records.push(parse(parseJsonText(line, place.file), place))
  }
  return records
}

function isWholeJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
