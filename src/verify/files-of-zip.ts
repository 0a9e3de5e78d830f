import { closeSync } from 'node:fs'
import { hashEntry, openZip } from '../archive/zip/unpack-zip.ts'
import type { OpenZip } from '../archive/zip/unpack-zip.ts'
import { RunlabError } from '../errors.ts'
import { RESTORE } from './finding.ts'
import type { Report } from './finding.ts'
import type { RunFiles } from './run-files.ts'

interface Packed {
  readonly size: number
  /** Null where it is damaged. */
  readonly sha256: string | null
}

/**
 * Reads all of the run in a ZIP once, as a stream, and compares it with the checksums of the ZIP. Null where it cannot be opened,
 * or is none with one run.
 */
export async function filesOfZip(path: string, report: Report): Promise<RunFiles | null> {
  try {
    const zip = openZip(path)
    try {
      const [root, ...others] = zip.runs.keys()
      if (root === undefined || others.length > 0) return null
      return filesAmong(await readAll(zip, root, report))
    } finally {
      closeSync(zip.descriptor)
    }
  } catch (error) {
    report({ file: '.', what: reasonOf(error), advice: RESTORE })
    return null
  }
}

async function readAll(zip: OpenZip, root: string, report: Report): Promise<ReadonlyMap<string, Packed>> {
  const files = new Map<string, Packed>()
  for (const entry of zip.runs.get(root) ?? []) {
    const path = entry.name.slice(root.length)
    if (path.endsWith('/')) continue
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
      files.set(path, { size: entry.size, sha256: await hashEntry(zip, entry) })
    } catch (error) {
      report({ file: path, what: reasonOf(error), advice: RESTORE })
      files.set(path, { size: entry.size, sha256: null })
    }
  }
  return files
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RunlabError)) throw error
  return String(error.details['reason'] ?? error.message)
}

function filesAmong(files: ReadonlyMap<string, Packed>): RunFiles {
  const folders = new Set([...files.keys()].flatMap(foldersAbove))
  return {
    has: (path) => files.has(path) || folders.has(path),
    look: (path) => {
      const file = files.get(path)
      if (file === undefined) return folders.has(path) ? 'no file' : 'nothing'
      return file.sha256 === null ? 'damaged' : { size: file.size }
    },
    hash: (path) => Promise.resolve(files.get(path)?.sha256 ?? ''),
  }
}

function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}
