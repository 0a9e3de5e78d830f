import { runlabError } from '../errors.ts'
import { pathOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'

/** A path below a folder, POSIX separators. One that leads out of it is wrong: a reader would follow it. */
export const pathBelow: Parse<string> = (value, place) => {
  const path = text(value, place)
  if (
    path === '' ||
    path.startsWith('/') ||
    path.includes('\0') ||
    path.split('/').some((part) => part === '..' || part === '')
  ) {
    throw runlabError('ARCHIVE_FORMAT', {
      file: place.file,
      reason: `${pathOf(place)} is no path inside the run: ${JSON.stringify(path)}`,
    })
  }
  return path
}
