import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { Annotation } from '../../format/annotations.ts'
import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { annotate } from '../annotations/annotate.ts'
import { readAnnotations } from '../annotations/annotations.ts'
import { replaceDocument } from '../status/checksums.ts'
import { claimFolder } from '../claims/folder-claim.ts'
import { readDocument } from '../documents/read-document.ts'

export type ModifiedField =
  | { readonly field: 'name' | 'description' | 'tags' | 'note' }
  | { readonly field: 'params'; readonly name: string }

export interface FieldChange {
  readonly target: ModifiedField
  /** As in expressions: `params.rate`. */
  readonly field: string
  /** Tagged JSON. */
  readonly before: JsonValue
  readonly after: JsonValue
}

/**
 * Changes what the record of a run that has ended says of it. What changes is appended to its annotations first, with what it was
 * before, which is read here, where no other process changes it. A parameter keeps the value that the run had, as `original`. Gives
 * what has changed. Throws RUN_ALIVE, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export function modifyRun(folder: string, changes: readonly FieldChange[], time: number): readonly FieldChange[] {
  const claim = claimForChange(folder)
  if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
  try {
    const file = join(folder, FILES.meta)
    const document = readDocument(file)
    if (document === undefined || !isJsonObject(document))
      throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
    if (document['format'] === undefined)
      throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is a run of PyComex, which runlab only reads' })
    const now = changes.map((change) => ({ ...change, before: currentOf(folder, document, change.target) }))
    const due = now.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
    annotate(folder, ...due.flatMap((change) => annotationsOf(folder, change, time)))
    const changed = due.reduce(patch, document)
    if (changed !== document) replaceDocument(folder, FILES.meta, changed)
    return due
  } finally {
    claim.release()
  }
}

function claimForChange(folder: string): ReturnType<typeof claimFolder> {
  try {
    return claimFolder(folder)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

/** What a field says now. */
function currentOf(folder: string, document: JsonObject, target: ModifiedField): JsonValue {
  if (target.field === 'tags') return [...readAnnotations(folder).tags]
  if (target.field === 'note')
    return readAnnotations(folder)
      .notes.map(({ text }) => text)
      .join('\n')
  if (target.field !== 'params') return document[target.field] ?? null
  const parameters = document['parameters']
  const parameter = parameters !== undefined && isJsonObject(parameters) ? parameters[target.name] : undefined
  return parameter !== undefined && isJsonObject(parameter) ? (parameter['value'] ?? null) : null
}

/** Tags and notes are annotations themselves. */
function annotationsOf(folder: string, { target, field, before, after }: FieldChange, time: number): readonly Annotation[] {
  if (target.field === 'tags') {
    const [had, has] = [textsOf(before), textsOf(after)]
    const removed = had.filter((tag) => !has.includes(tag)).map((text): Annotation => ({ time, kind: 'untag', text }))
    return [...removed, ...has.filter((tag) => !had.includes(tag)).map((text): Annotation => ({ time, kind: 'tag', text }))]
  }
  if (target.field === 'note') {
    const removed = readAnnotations(folder).notes.map(({ text }): Annotation => ({ time, kind: 'unnote', text }))
    return after === '' ? removed : [...removed, { time, kind: 'note', text: String(after) }]
  }
  return [{ time, kind: 'modify', field, before, after }]
}

function textsOf(value: JsonValue): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function patch(document: JsonObject, { target, after }: FieldChange): JsonObject {
  if (target.field === 'name') return { ...document, name: after }
  if (target.field === 'description')
    return {
      ...document,
      description: after,
      short_description:
        String(after)
          .split(/\n\s*\n/, 1)[0]
          ?.slice(0, 600) ?? '',
    }
  if (target.field !== 'params') return document
  const parameters = document['parameters']
  if (parameters === undefined || !isJsonObject(parameters)) return document
  const parameter = parameters[target.name]
  if (parameter === undefined || !isJsonObject(parameter)) return document
  const original = parameter['original'] === undefined ? (parameter['value'] ?? null) : parameter['original']
  return { ...document, parameters: { ...parameters, [target.name]: { ...parameter, value: after, original } } }
}
