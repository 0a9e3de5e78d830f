import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import type { RunMeta } from '../../../src/format/meta.ts'
import { sampleMeta } from './sample-meta.ts'

/** Makes a run with nothing but metadata in an archive. */
export function makeRun(archive: string, path: string, changes: Partial<RunMeta> = {}): RunWriter {
  const folder = join(archive, path)
  mkdirSync(folder, { recursive: true })
  const writer = new RunWriter(folder)
  writer.writeMeta(sampleMeta(changes))
  return writer
}
