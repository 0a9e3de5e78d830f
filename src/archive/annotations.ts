import { join } from 'node:path'
import { parseAnnotations } from '../format/annotations.ts'
import type { Annotations } from '../format/annotations.ts'
import { FILES } from '../format/files.ts'
import { readTextIfThere } from './read-document.ts'

/** Tags, notes and modifications of a run as they are now. Throws ARCHIVE_FORMAT when the file cannot be read. */
export function readAnnotations(folder: string): Annotations {
  return parseAnnotations(readTextIfThere(join(folder, FILES.annotations)) ?? '')
}
