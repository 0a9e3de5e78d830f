import { closeSync, createReadStream, createWriteStream, fstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { contentStart, readDirectory } from '../../internal/zip/zip-directory.ts'
import type { ZipEntry } from '../../internal/zip/zip-directory.ts'
import { runRoots } from '../../internal/zip/zip-run.ts'
import { checkEntries } from './check-entries.ts'

/** A ZIP that is open, all of whose entries are such that they can be unpacked. */
export interface OpenZip {
  readonly path: string
  readonly descriptor: number
  readonly entries: readonly ZipEntry[]
  /** The folders of its runs, each with a slash at its end. */
  readonly roots: readonly string[]
}

/** Opens a ZIP, and closes it when `use` is done. Throws ZIP_REFUSED. */
export async function withZip<T>(path: string, use: (zip: OpenZip) => Promise<T>): Promise<T> {
  const descriptor = openSync(path, 'r')
  try {
    const entries = attempt(path, () => readDirectory(descriptor))
    checkEntries(path, entries, fstatSync(descriptor).size)
    return await use({ path, descriptor, entries, roots: runRoots(entries) })
  } finally {
    closeSync(descriptor)
  }
}

/** Unpacks one run of a ZIP to a folder, which is made; or only reads all of it, where there is none. Throws ZIP_REFUSED, ARCHIVE_UNWRITABLE. */
export async function unpackRun(zip: OpenZip, root: string, folder: string | null): Promise<void> {
  if (folder !== null) mkdirSync(folder, { recursive: true })
  for (const entry of zip.entries) {
    if (!entry.name.startsWith(root) || entry.name === root) continue
    const target = folder === null ? null : join(folder, entry.name.slice(root.length))
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
    await unpackEntry(zip, entry, target)
  }
}

async function unpackEntry(zip: OpenZip, entry: ZipEntry, target: string | null): Promise<void> {
  try {
    if (target !== null) mkdirSync(entry.name.endsWith('/') ? target : dirname(target), { recursive: true })
  } catch (error) {
    throw asUnwritable(error, target ?? zip.path)
  }
  if (entry.name.endsWith('/')) return
  const start = attempt(zip.path, () => contentStart(zip.descriptor, entry))
  const source = createReadStream('', { fd: zip.descriptor, autoClose: false, start, end: start + entry.packed - 1 })
  const packed = entry.packed === 0 ? [] : [source]
  const unpacked = entry.method === 0 ? [] : [createInflateRaw()]
  const sink =
    target === null ? new Writable({ write: (_chunk, _encoding, done) => done() }) : createWriteStream(target, { flags: 'wx' })
  const [first, ...others] = [...packed, ...unpacked, checked(zip.path, entry), sink]
  if (entry.packed === 0) {
    if (entry.size > 0) throw runlabError('ZIP_REFUSED', { file: zip.path, reason: `${entry.name} in it is cut off` })
    sink.end()
    return
  }
  try {
    await pipeline([first as NodeJS.ReadableStream, ...(others as NodeJS.ReadWriteStream[])])
  } catch (error) {
    if (isDataError(error)) throw runlabError('ZIP_REFUSED', { file: zip.path, reason: `${entry.name} in it is damaged` }, error)
    throw asUnwritable(error, target ?? zip.path)
  }
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
