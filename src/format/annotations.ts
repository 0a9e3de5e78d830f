import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import type { JsonValue } from './json-value.ts'

/** What was said of a run after or beside its execution: a line of `.runlab/annotations.jsonl`. */
export type Annotation = { readonly time: number } & (
  | { readonly kind: 'tag' | 'untag' | 'note' | 'unnote'; readonly text: string }
  /** A field of the metadata that was changed: `params.rate`, `description`. Before and after as tagged JSON, null for none. */
  | { readonly kind: 'modify'; readonly field: string; readonly before: JsonValue; readonly after: JsonValue }
)

export interface Note {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly text: string
}

export type Modification = Extract<Annotation, { readonly kind: 'modify' }>

/** What all annotations of a run amount to. */
export interface Annotations {
  /** In the order in which they were added. */
  readonly tags: readonly string[]
  /** In the order in which they were written. */
  readonly notes: readonly Note[]
  readonly modifications: readonly Modification[]
}

/**
 * Reads a file of annotations. Several processes append to it, and one of them may have been killed: a line that is none is
 * passed over.
 */
export function parseAnnotations(content: string): Annotations {
  const tags = new Set<string>()
  const notes: Note[] = []
  const modifications: Modification[] = []
  for (const line of content.split('\n')) {
    const annotation = parseLine(line)
    if (annotation === null) continue
    if (annotation.kind === 'modify') modifications.push(annotation)
    else if (annotation.kind === 'tag') tags.add(annotation.text)
    else if (annotation.kind === 'untag') tags.delete(annotation.text)
    else if (annotation.kind === 'note') notes.push({ time: annotation.time, text: annotation.text })
    else notes.splice(0, Infinity, ...notes.filter(({ text }) => text !== annotation.text))
  }
  return { tags: [...tags], notes, modifications }
}

/** Lines of two files that say something of the same run: each once, in the order of their times. */
export function mergeAnnotations(one: readonly string[], other: readonly string[]): readonly string[] {
  const timed = [...new Set([...one, ...other])].map((line) => ({ line, time: parseLine(line)?.time ?? Infinity }))
  return timed.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).map(({ line }) => line)
}

function parseLine(line: string): Annotation | null {
  const value = line === '' ? null : parseOrNull(line)
  if (!isPlainObject(value)) return null
  const { time, kind, text, field, before = null, after = null } = value
  if (typeof time !== 'number') return null
  if (kind === 'modify')
    return typeof field === 'string' ? { time, kind, field, before: before as JsonValue, after: after as JsonValue } : null
  const isText = kind === 'tag' || kind === 'untag' || kind === 'note' || kind === 'unnote'
  return isText && typeof text === 'string' ? { time, kind, text } : null
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null // cut off by a kill
  }
}

const LONGEST_TAG = 100

/** A tag without spaces around it. Throws ANNOTATION_INVALID. */
export function checkTag(value: unknown): string {
  const tag = checkText('tag', value)
  // oxlint-disable-next-line no-control-regex -- control characters are among what no tag has
  if (/[\u0000-\u001F\u007F,]/.test(tag)) throw invalid('tag', value, 'it has a comma or a control character in it')
  if (tag.length > LONGEST_TAG) throw invalid('tag', value, `it is longer than ${LONGEST_TAG} characters`)
  return tag
}

/** A note without spaces around it. Throws ANNOTATION_INVALID. */
export function checkNote(value: unknown): string {
  return checkText('note', value)
}

function checkText(what: 'tag' | 'note', value: unknown): string {
  if (typeof value !== 'string') throw invalid(what, value, 'it is no text')
  if (value.trim() === '') throw invalid(what, value, 'it is empty')
  return value.trim()
}

function invalid(what: 'tag' | 'note', value: unknown, reason: string): Error {
  const shown = typeof value === 'string' ? JSON.stringify(value) : describeValue(value)
  return runlabError('ANNOTATION_INVALID', { what, value: shown, reason })
}
