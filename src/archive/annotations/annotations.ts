import { join } from 'node:path'
import { mergeAnnotations, parseAnnotations } from '../../format/annotations.ts'
import type { Annotations } from '../../format/annotations.ts'
import { FILES } from '../../format/files.ts'
import { readTextIfThere } from '../documents/read-document.ts'
import { annotationsBeside, isPacked } from '../zip/zip-name.ts'

/** Tags, notes and modifications of a run as they are now. Throws ARCHIVE_FORMAT when the file cannot be read. */
export function readAnnotations(folder: string): Annotations {
  return parseAnnotations(annotationLines(folder).join('\n'))
}

/** The lines of a run's annotations; for a packed run, also those added since it was packed. Throws ARCHIVE_FORMAT. */
export function annotationLines(folder: string): readonly string[] {
  const inRun = linesOf(join(folder, FILES.annotations))
  return isPacked(folder) ? mergeAnnotations(inRun, linesOf(annotationsBeside(folder))) : inRun
}

/** The lines of a file that are not empty; none where there is no file. Throws ARCHIVE_FORMAT. */
export function linesOf(file: string): readonly string[] {
  return (readTextIfThere(file) ?? '').split('\n').filter((line) => line.trim() !== '')
}
