import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { types } from 'node:util'
import { describeValue } from '../../internal/describe-value.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { Misfit } from './kind.ts'
import type { MediaContent, Surroundings } from './kind.ts'
import { EXTENSIONS, HEAD_SIZE, formatTitles, sniffFormat } from './sniff.ts'
import type { MediaFormat, MediaType } from './sniff.ts'

/** Bytes, or a file, that somebody tracks. */
export interface MediaSource {
  /** The first bytes. */
  readonly head: Uint8Array
  readonly content: MediaContent
  /** For messages. */
  readonly subject: string
}

/** Longer strings are no paths. */
const LONGEST_PATH = 4096

/** Whether a value is the content of a file rather than a vector: a Buffer or ArrayBuffer. */
export function isBytes(value: unknown): boolean {
  return Buffer.isBuffer(value) || types.isAnyArrayBuffer(value)
}

/** Whether a value is bytes of a media type, or the path of a file with one of its extensions. */
export function isMedia(type: MediaType, value: unknown): boolean {
  if (typeof value === 'string') return isPathOf(EXTENSIONS[type], value)
  const bytes = bytesOf(value)
  return bytes !== null && sniffFormat(bytes)?.type === type
}

/** Whether text is the path of a file that is there and has one of the extensions. Relative ones start from the process's. */
export function isPathOf(extensions: readonly string[], text: string): boolean {
  if (!canBePath(text)) return false
  const extension = text.slice(text.lastIndexOf('.') + 1).toLowerCase()
  return extensions.includes(extension) && statIfThere(text)?.isFile() === true
}

/** Where content comes from that is given as bytes or as a path. Throws Misfit for what is neither, or cannot be read. */
export function openSource(value: unknown, surroundings: Surroundings): MediaSource {
  if (typeof value === 'string') return openPath(value, surroundings.cwd)
  const bytes = bytesOf(value)
  if (bytes === null) throw new Misfit(`it is ${describeValue(value)}, neither bytes nor the path of a file`)
  return { head: bytes, content: { type: 'bytes', bytes }, subject: 'its content' }
}

/** The format of content of a type. Throws Misfit when it is none of them. */
export function formatOf(type: MediaType, { head, subject }: MediaSource): MediaFormat {
  const format = sniffFormat(head)
  if (format?.type === type) return format
  throw new Misfit(`${subject} ${format === null ? 'is none' : `is ${format.title}, none`} of ${formatTitles(type)}`)
}

function bytesOf(value: unknown): Uint8Array | null {
  if (types.isUint8Array(value)) return value
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : null
}

function canBePath(text: string): boolean {
  return text.length > 0 && text.length < LONGEST_PATH && !/[\n\r\0]/.test(text)
}

function openPath(given: string, cwd: string): MediaSource {
  if (!canBePath(given)) throw new Misfit('it is text, and no path of a file')
  const path = resolve(cwd, given)
  try {
    // Opening what is no file, a pipe for one, could wait for ever.
    if (!statSync(path).isFile()) throw new Misfit(`${path} is no file`)
    return { head: readHead(path), content: { type: 'path', path }, subject: `the content of ${path}` }
  } catch (error) {
    const reason = systemErrorReason(error)
    if (reason === null) throw error
    throw new Misfit(`${path} cannot be read: ${reason.replace('the folder', 'it')}`, { cause: error })
  }
}

function readHead(path: string): Uint8Array {
  const descriptor = openSync(path, 'r')
  try {
    const head = Buffer.allocUnsafe(HEAD_SIZE)
    return head.subarray(0, readSync(descriptor, head, 0, HEAD_SIZE, 0))
  } finally {
    closeSync(descriptor)
  }
}
