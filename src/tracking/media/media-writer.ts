import { closeSync, linkSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { checkFolder } from '../../internal/check-folder.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { copyOriginal } from './copy-original.ts'
import { recordText } from '../columns/record-lines.ts'
import type { MediaContent } from '../kinds/kind.ts'
import type { MediaJob } from './messages.ts'

/** A file in its place. */
export interface WrittenMedia {
  /** The text of its record: before that is in the journal, nobody lists the file. */
  readonly text: string
  /** Relative to the run, POSIX separators. */
  readonly name: string
}

/**
 * Writes a file of a series into its place. A name that is taken gets a number. Throws the system's error, and what encoding
 * throws; an error that is none of the system's where the original has changed meanwhile.
 */
export async function writeMedia(job: MediaJob): Promise<WrittenMedia> {
  const { run, identity, file, step, time, data, original } = job
  checkFolder(run, identity)
  const { content } = file
  // Of a file there is a copy already, which stays until it is in place: what the disk refuses is tried again.
  const isCopied = content.type === 'path' && original === undefined
  const temporary = isCopied ? content.path : join(makeFolders(run, FILES.tracking), `${job.key}-medium.tmp`)
  try {
    if (original !== undefined) await copyOriginal(original, temporary)
    else if (content.type !== 'path') await writeContent(temporary, content)
    const { size } = statSync(temporary)
    const sha256 = await hashFile(temporary)
    const name = putInPlace(temporary, job)
    if (isCopied) rmSync(temporary, { force: true })
    if (original?.isHeld === true) rmSync(original.path, { force: true })
    return { text: recordText({ step, time, kind: 'media', data: { ...data, file: name, size, sha256 } }), name }
  } finally {
    if (!isCopied) rmSync(temporary, { force: true })
  }
}

async function writeContent(path: string, content: Exclude<MediaContent, { readonly type: 'path' }>): Promise<void> {
  switch (content.type) {
    case 'bytes':
      return writeFileSync(path, content.bytes)
    case 'pixels': {
      const { encodePng } = await import('./encode-png.ts')
      return writeFileSync(path, encodePng(content.pixels))
    }
    case 'samples': {
      const { encodeWav } = await import('./encode-wav.ts')
      return writeFileSync(path, encodeWav(content.samples))
    }
  }
}

/** Gives it the first name that nobody has, also where others look for theirs at the same moment. */
function putInPlace(temporary: string, { run, folder, name, file: { extension } }: MediaJob): string {
  makeFolders(run, folder)
  for (let n = 1; ; n++) {
    const target = `${folder}/${name}${n === 1 ? '' : `_${n}`}.${extension}`
    try {
      move(temporary, join(run, target))
      return target
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
  }
}

/** Throws EEXIST where the name is taken. */
function move(temporary: string, target: string): void {
  try {
    linkSync(temporary, target)
  } catch (error) {
    if (!NO_LINKS.has(systemErrorCode(error) ?? '')) throw error
    closeSync(openSync(target, 'wx')) // without links the name is taken by an empty file first
    renameSync(temporary, target)
  }
}

/** What file systems without links say. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
