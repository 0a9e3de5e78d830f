import { closeSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'
import { readSpan } from '../read-span.ts'
import { writeAll } from '../write-all.ts'
import { contentStart, readDirectory } from './zip-directory.ts'
import type { ZipEntry } from './zip-directory.ts'
import { META, runRoots } from './zip-run.ts'

/** Bytes of a compressed file that are unpacked at once; larger ones are not compressed by runlab. */
const LARGEST = 2 ** 30
const CHUNK = 2 ** 20
/** Bytes of a small document, of which lists read one of every run. */
const LARGEST_DOCUMENT = 2 ** 24

export interface PlaceInZip {
  readonly zip: string
  readonly inside: string
}

/** The ZIP that a path leads into, and the file in the run that it holds; null for a path that leads through no ZIP. */
export function pathInZip(path: string): PlaceInZip | null {
  const [, zip, inside] = /^(.*?\.zip)\/(.+)$/is.exec(path) ?? []
  if (zip === undefined || inside === undefined) return null
  return statSync(zip, { throwIfNoEntry: false })?.isFile() === true ? { zip, inside } : null
}

/**
 * Opens a file of the run that a ZIP holds: a copy of it that has no name, and is gone when it is closed. Undefined where the ZIP
 * holds no run, several, or not this file. Throws RangeError for a damaged ZIP, and the system's errors.
 */
export function openInZip(zip: string, inside: string): number | undefined {
  const descriptor = openSync(zip, 'r')
  try {
    const entries = readDirectory(descriptor)
    const [root, ...others] = runRoots(entries)
    if (root === undefined || others.length > 0) return undefined
    const entry = entries.find(({ name }) => name === `${root}${inside}`)
    if (entry !== undefined && isDocument(inside) && entry.size > LARGEST_DOCUMENT)
      throw new RangeError(`${entry.name} in it has ${entry.size} bytes, and a document has at most ${LARGEST_DOCUMENT}`)
    return entry === undefined ? undefined : unpack(descriptor, entry)
  } finally {
    closeSync(descriptor)
  }
}

function isDocument(inside: string): boolean {
  return inside === META || /^\.runlab\/[^/]*\.json$/.test(inside)
}

function unpack(descriptor: number, entry: ZipEntry): number {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-zip-'))
  try {
    const copy = openSync(join(folder, 'file'), 'wx+')
    try {
      const crc = entry.method === 0 ? copyStored(descriptor, entry, copy) : inflate(descriptor, entry, copy)
      if (crc !== entry.crc) throw new RangeError(`${entry.name} in it is damaged: its checksum is another`)
      return openSync(join(folder, 'file'), 'r')
    } finally {
      closeSync(copy)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function copyStored(descriptor: number, entry: ZipEntry, copy: number): number {
  const start = contentStart(descriptor, entry)
  let crc = 0
  for (let at = 0; at < entry.size; at += CHUNK) {
    const bytes = readSpan(descriptor, start + at, Math.min(CHUNK, entry.size - at))
    crc = crc32(bytes, crc)
    writeAll(copy, [bytes])
  }
  return crc
}

function inflate(descriptor: number, entry: ZipEntry, copy: number): number {
  if (entry.method !== 8 || entry.isEncrypted)
    throw new RangeError(`${entry.name} in it is encrypted, or packed in an unknown way`)
  if (entry.size > LARGEST || entry.packed > LARGEST)
    throw new RangeError(`${entry.name} in it has ${entry.size} bytes: import it with runlab import`)
  const bytes = inflateRawSync(readSpan(descriptor, contentStart(descriptor, entry), entry.packed), {
    maxOutputLength: Math.max(1, entry.size),
  })
  writeAll(copy, [bytes])
  return crc32(bytes)
}
