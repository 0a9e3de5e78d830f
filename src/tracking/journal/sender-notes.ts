import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { listOf, number, text } from '../../format/json-parsers.ts'
import { refusedMeta } from '../../format/meta.ts'
import type { RefusedMeta } from '../../format/meta.ts'
import { shape } from '../../format/shape.ts'
import type { Parsed } from '../../format/shape.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { readRegularText } from '../../internal/regular-file.ts'

/** A line of the journal beside the definitions of series. Throws ARCHIVE_FORMAT. */
export const parseSenderNote = shape({
  /** The outlet. */
  key: text,
  refused: listOf(refusedMeta),
  /** Points that could not be kept. */
  lost: number,
})
/** What one sender could not track, so far: the last one counts. */
export interface SenderNote extends Parsed<typeof parseSenderNote> {}

/** Different refusals that a record names; the others are counted. */
export const MOST_REFUSED = 20
const OTHERS = { series: '*', reason: 'values of other series' }

/** The last note of each sender in the files of a journal that define series. Throws the system's error. */
export function readSenderNotes(folder: string, names: readonly string[]): readonly SenderNote[] {
  const notes = new Map<string, SenderNote>()
  for (const file of names.map((name) => join(folder, name))) {
    for (const line of readRegularText(file).split('\n')) {
      const note = line.startsWith('{"key":') ? readNote(line, file) : null
      if (note !== null) notes.set(note.key, note)
    }
  }
  return [...notes.values()]
}

/** Null for what a power loss or a kill has left in parts. */
function readNote(line: string, file: string): SenderNote | null {
  try {
    return parseSenderNote(parseJsonText(line, file), { file })
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

/** What several have refused: what is the same together, and as much of it as a record names. */
export function joinRefused(lists: readonly (readonly RefusedMeta[])[]): readonly RefusedMeta[] {
  const joined = new Map<string, RefusedMeta>()
  let others = 0
  for (const { series, reason, count } of lists.flat()) {
    const key = `${series}\0${reason}`
    const known = joined.get(key)
    if (series === OTHERS.series || (known === undefined && joined.size === MOST_REFUSED)) others += count
    else joined.set(key, { series, reason, count: count + (known?.count ?? 0) })
  }
  return others === 0 ? [...joined.values()] : [...joined.values(), { ...OTHERS, count: others }]
}
