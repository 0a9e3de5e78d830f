import { crc32 } from 'node:zlib'
import { readPageHeader } from './page-header.ts'

export interface ExpectedPage {
  /** Points. */
  readonly rows: number
  /** Bytes before the data. */
  readonly header: number
}

/**
 * Refuses a page that is not as it was written: a bit that has changed would be a wrong point, and nobody would see it. Takes a
 * third of a millisecond a megabyte. Throws an error that says what is wrong with it.
 */
export function checkPage(page: Uint8Array, { rows, header }: ExpectedPage): void {
  const found = readPageHeader(page)
  if (found.isDictionary || found.length + found.stored !== page.length || found.length + found.levels !== header)
    throw new Error('it is not where its list says')
  if (found.rows !== rows) throw new Error(`it has ${found.rows} points, and its list says ${rows}`)
  if (found.crc !== null && crc32(page.subarray(found.length)) !== found.crc) throw new Error('it does not match its checksum')
}
