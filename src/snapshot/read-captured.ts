import { hash } from 'node:crypto'
import { readFile, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { promisify } from 'node:util'
import { fileStamp, isSameStamp } from '../internal/file-stamp.ts'
import type { FileStamp } from '../internal/file-stamp.ts'

/** Bytes; larger files are data that an experiment should read, not import. */
const LARGEST = 10 * 2 ** 20
const SOURCES = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'])
const CODE = new Set([...SOURCES, '.json', '.wasm', '.node'])

// Half the time of node:fs/promises for many small files.
const read = promisify(readFile)

/** A file as it was when it was read. */
export interface CapturedBytes {
  readonly bytes: Buffer
  readonly sha256: string
  /** Of the file as it was read; null where it changed meanwhile. */
  readonly stamp: FileStamp | null
}

/** Why a file is not captured, in words, or null. */
export function refusal(path: string): string | null {
  if (basename(path).toLowerCase().startsWith('.env')) return 'never captured: it may hold secrets'
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 'not found'
  if (!stats.isFile()) return stats.isDirectory() ? 'a folder' : 'not a file'
  if (stats.size > LARGEST) return `not captured: ${Math.round(stats.size / 2 ** 20)} MB is more than ${LARGEST / 2 ** 20} MB`
  return null
}

/** Times that a file is read which is written at the same time. */
const TRIES = 3

/** Reads a file at once, or says in words why that is impossible. */
export async function readCaptured(path: string): Promise<CapturedBytes | string> {
  try {
    for (let tries = 1; ; tries++) {
      const before = fileStamp(path)
      // oxlint-disable-next-line no-await-in-loop -- again, where it was written meanwhile
      const bytes = await read(path)
      const after = fileStamp(path)
      const stamp = before !== null && after !== null && isSameStamp(before, after) ? after : null
      if (stamp !== null || tries === TRIES) return { bytes, sha256: hash('sha256', bytes, 'hex'), stamp }
    }
  } catch (error) {
    return `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`
  }
}

/** Whether a file has imports to look for. */
export function isSource(path: string): boolean {
  return SOURCES.has(extname(path).toLowerCase())
}

/** Whether a file can be loaded by Node or a loader: source, JSON, WebAssembly, native. */
export function isCode(path: string): boolean {
  return CODE.has(extname(path).toLowerCase())
}
