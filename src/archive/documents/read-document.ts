import type { Stats } from 'node:fs'
import type { JsonValue } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { readRegularText } from '../../internal/regular-file.ts'

/** The text of a file of a run; undefined when there is none. Throws ARCHIVE_FORMAT when it cannot be read. */
export function readTextIfThere(file: string, note?: (stats: Stats) => void): string | undefined {
  try {
    return readRegularText(file, note)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

/** A JSON document of a run, and to `note` what its file was like then; undefined when there is none. Throws ARCHIVE_FORMAT when it cannot be read, or is no JSON. */
export function readDocument(file: string, note?: (stats: Stats) => void): JsonValue | undefined {
  const text = readTextIfThere(file, note)
  return text === undefined ? undefined : parseJsonText(text, file)
}
