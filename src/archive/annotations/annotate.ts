import { dirname, join } from 'node:path'
import type { Annotation } from '../../format/annotations.ts'
import { FILES } from '../../format/files.ts'
import { appendLine } from '../../internal/append-line.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { jsonText } from '../../internal/json-text.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { TOKENS_ONLY } from '../../secrets/redactor.ts'
import { FIXED_WORDS } from '../writing/fixed-words.ts'
import { annotationsBeside, isPacked } from '../zip/zip-name.ts'

/** Says something of a run; several processes may at the same time. Throws ARCHIVE_UNWRITABLE. */
export function annotate(folder: string, ...annotations: readonly Annotation[]): void {
  addLines(
    folder,
    annotations.map((one) => jsonText(TOKENS_ONLY.maskDocument(one, FIXED_WORDS.annotations))),
  )
}

/** Adds lines to what was said of a run. A ZIP stays as it is: they go to a file beside it. Throws ARCHIVE_UNWRITABLE. */
export function addLines(folder: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  const isZip = isPacked(folder)
  const file = isZip ? annotationsBeside(folder) : join(folder, FILES.annotations)
  try {
    if (!isZip) makeFolders(folder, dirname(FILES.annotations))
    appendLine(file, lines.join('\n'))
  } catch (error) {
    throw asUnwritable(error, file)
  }
}
