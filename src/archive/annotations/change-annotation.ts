import { checkNote, checkTag } from '../../format/annotations.ts'
import type { Annotation } from '../../format/annotations.ts'
import { annotate } from './annotate.ts'
import { readAnnotations } from './annotations.ts'

/** A tag or a note that is added or taken away. `time` in milliseconds since the epoch. */
export type TextAnnotation = Exclude<Annotation, { readonly kind: 'modify' }>

/** The text of a tag or a note as it is kept. Throws ANNOTATION_INVALID. */
export function checkAnnotation(kind: TextAnnotation['kind'], text: unknown): string {
  return kind === 'tag' || kind === 'untag' ? checkTag(text) : checkNote(text)
}

/** Adds a tag or a note to a run, or takes it away, and says whether that changes anything. Throws ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT. */
export function changeAnnotation(folder: string, annotation: TextAnnotation): boolean {
  const { kind, text } = annotation
  const { tags, notes } = readAnnotations(folder)
  const hasIt = kind === 'tag' || kind === 'untag' ? tags.includes(text) : notes.some((note) => note.text === text)
  const changes = hasIt === (kind === 'untag' || kind === 'unnote')
  if (changes) annotate(folder, annotation)
  return changes
}
