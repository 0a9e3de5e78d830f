import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import { readSpan } from '../../internal/read-span.ts'
import { openRegular } from '../../internal/regular-file.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'

/** Bytes of the end of the log in which the error is looked for. */
const MOST = 2 ** 18
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - /gm
const ERROR = /^EXPERIMENT ERROR: (.*?)\n(Traceback \(most recent call last\):\n.*?)\n\n/ms

/** The metadata with the message and the traceback of the error, which PyComex writes into the log only. */
export function withFailure(folder: string, meta: RunMeta): RunMeta {
  if (meta.error === null || meta.error.message !== '') return meta
  const [, message, stack] = ERROR.exec(endOfLog(folder).replaceAll(TIME, '')) ?? []
  if (message === undefined || stack === undefined) return meta
  return { ...meta, error: { ...meta.error, message, stack } }
}

function endOfLog(folder: string): string {
  const file = join(folder, FILES.log)
  const stats = statIfThere(file)
  if (stats?.isFile() !== true) return ''
  const descriptor = openRegular(file)
  try {
    return readSpan(descriptor, Math.max(0, stats.size - MOST), Math.min(stats.size, MOST)).toString('utf8')
  } catch (error) {
    if (error instanceof RangeError) return '' // it was cut meanwhile
    throw error
  } finally {
    closeSync(descriptor)
  }
}
