import { createHash } from 'node:crypto'
import { closeSync, createReadStream, createWriteStream, fstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { contentStart, readDirectory } from '../../internal/zip/zip-directory.ts'
import type { ZipEntry } from '../../internal/zip/zip-directory.ts'
import { runsIn } from '../../internal/zip/zip-run.ts'
import { checkEntries } from './check-entries.ts'

/** A ZIP that is open, all of whose entries are such that they can be unpacked. */
export interface OpenZip {
  readonly path: string
  readonly descriptor: number
  /** The files of each run, by its folder, which ends in a slash; empty for a run at the top. */
  readonly runs: ReadonlyMap<string, readonly ZipEntry[]>
}

/** Opens a ZIP; its descriptor is to be closed. Throws ZIP_REFUSED. */
export function openZip(path: string): OpenZip {
  const descriptor = openSync(path, 'r')
  try {
    const entries = attempt(path, () => readDirectory(descriptor))
    checkEntries(path, entries, fstatSync(descriptor).size)
    return { path, descriptor, runs: runsIn(entries) }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** Reads all of a run in a ZIP, and compares it with what it says. Throws ZIP_REFUSED. */
export async function checkZip(path: string, root: string): Promise<void> {
  const zip = openZip(path)
  try {
    await unpackRun(zip, root, null)
  } finally {
    closeSync(zip.descriptor)
  }
}

/** Unpacks one run of a ZIP to a folder, which is made; or only reads all of it, where there is none. Throws ZIP_REFUSED, ARCHIVE_UNWRITABLE. */
export async function unpackRun(zip: OpenZip, root: string, folder: string | null): Promise<void> {
  const entries = zip.runs.get(root)
  if (entries === undefined) throw runlabError('ZIP_REFUSED', { file: zip.path, reason: `it holds no run ${root}` })
  if (folder !== null) mkdirSync(folder, { recursive: true })
  for (const entry of entries) {
    const path = entry.name.slice(root.length)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
    await unpackEntry(zip, entry, folder === null ? null : join(folder, path))
  }
}

async function unpackEntry(zip: OpenZip, entry: ZipEntry, target: string | null): Promise<void> {
  const isFolder = entry.name.endsWith('/')
  try {
    if (target !== null) mkdirSync(isFolder ? target : dirname(target), { recursive: true })
    if (isFolder) return
    if (entry.packed === 0) writeEmpty(zip, entry, target)
    else await pipeline([...contentOf(zip, entry), checked(zip.path, entry), sinkFor(target)])
  } catch (error) {
    if (['EEXIST', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) {
      const reason = `${entry.name} in it has a name that another file in it has here`
      throw runlabError('ZIP_REFUSED', { file: zip.path, reason }, error)
    }
    throw asUnwritable(asRefused(error, zip, entry), target ?? zip.path)
  }
}

/** The SHA-256 of a file in a ZIP, which is compared with what the ZIP says of it. Takes little memory. Throws ZIP_REFUSED. */
export async function hashEntry(zip: OpenZip, entry: ZipEntry): Promise<string> {
  const hash = createHash('sha256')
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => done(void hash.update(chunk)) })
  try {
    if (entry.packed === 0) writeEmpty(zip, entry, null)
    else await pipeline([...contentOf(zip, entry), checked(zip.path, entry), sink])
  } catch (error) {
    throw asRefused(error, zip, entry)
  }
  return hash.digest('hex')
}

function asRefused(error: unknown, { path }: OpenZip, { name }: ZipEntry): unknown {
  return isDataError(error) ? runlabError('ZIP_REFUSED', { file: path, reason: `${name} in it is damaged` }, error) : error
}

function contentOf(zip: OpenZip, entry: ZipEntry): [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]] {
  const start = attempt(zip.path, () => contentStart(zip.descriptor, entry))
  const source = createReadStream('', { fd: zip.descriptor, autoClose: false, start, end: start + entry.packed - 1 })
  return entry.method === 0 ? [source] : [source, createInflateRaw()]
}

function sinkFor(target: string | null): Writable {
  return target === null
    ? new Writable({ write: (_chunk, _encoding, done) => done() })
    : createWriteStream(target, { flags: 'wx' })
}

/** A file without content, which streams of files do not read. */
function writeEmpty(zip: OpenZip, { name, size, crc }: ZipEntry, target: string | null): void {
  if (size > 0 || crc !== 0) throw runlabError('ZIP_REFUSED', { file: zip.path, reason: `${name} in it is cut off` })
  if (target !== null) writeFileSync(target, '', { flag: 'wx' })
}

function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

/** Lets through as much as the entry says, of the checksum that it says. */
function checked(zip: string, { name, size, crc }: ZipEntry): Transform {
  let [length, sum] = [0, 0]
  const refused = (reason: string): Error => runlabError('ZIP_REFUSED', { file: zip, reason: `${name} in it ${reason}` })
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      sum = crc32(chunk, sum)
      if (length > size) done(refused(`has more than the ${size} bytes that it says`))
      else done(null, chunk)
    },
    flush(done) {
      done(length === size && sum === crc ? null : refused('is damaged: its size or checksum is another'))
    },
  })
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof RangeError) throw runlabError('ZIP_REFUSED', { file, reason: error.message }, error)
    throw error
  }
}
