import { createHash } from 'node:crypto'
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { checkFolder } from '../../internal/check-folder.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { recordText } from '../columns/record-lines.ts'
import type { MediaContent } from '../kinds/kind.ts'
import type { MediaJob } from './messages.ts'

/**
 * Writes a file of a series into its place and gives the text of its record: before that is in the journal, nobody lists the file.
 * A name that is taken gets a number. Throws the system's error, and what encoding throws.
 */
export async function writeMedia(job: MediaJob): Promise<string> {
  const { run, identity, file, step, time, data } = job
  checkFolder(run, identity)
  const temporary = join(makeFolders(run, FILES.tracking), `${job.key}-medium.tmp`)
  try {
    await writeContent(temporary, file.content)
    const name = putInPlace(temporary, job)
    const { size } = statSync(join(run, name))
    const sha256 = createHash('sha256')
      .update(readFileSync(join(run, name)))
      .digest('hex')
    return recordText({ step, time, kind: 'media', data: { ...data, file: name, size, sha256 } })
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function writeContent(path: string, content: MediaContent): Promise<void> {
  switch (content.type) {
    case 'bytes':
      return writeFileSync(path, content.bytes)
    case 'path':
      return renameSync(content.path, path) // a copy that was made for this
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
      linkSync(temporary, join(run, target))
      return target
    } catch (error) {
      const code = systemErrorCode(error) ?? ''
      if (NO_LINKS.has(code)) return renameToFree(temporary, run, target)
      if (code !== 'EEXIST') throw error
    }
  }
}

/** What file systems without links say. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** The same without links: the name is taken by an empty file first. */
function renameToFree(temporary: string, run: string, target: string): string {
  closeSync(openSync(join(run, target), 'wx'))
  renameSync(temporary, join(run, target))
  return target
}
