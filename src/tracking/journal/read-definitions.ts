import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { parseSeriesDefinition } from '../../format/series.ts'
import type { SeriesDefinition } from '../../format/series.ts'
import { readRegularText } from '../../internal/regular-file.ts'

/** By number. A line that a power loss or a kill has left in parts is passed over. Throws the system's error. */
export function readDefinitions(folder: string, names: readonly string[]): ReadonlyMap<number, SeriesDefinition> {
  const definitions = new Map<number, SeriesDefinition>()
  for (const file of names.map((name) => join(folder, name))) {
    for (const line of readRegularText(file).split('\n')) {
      const definition = line === '' ? null : readDefinition(line, file)
      if (definition !== null) definitions.set(definition.id, definition)
    }
  }
  return definitions
}

function readDefinition(line: string, file: string): SeriesDefinition | null {
  try {
    return parseSeriesDefinition(parseJsonText(line, file), { file })
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}
