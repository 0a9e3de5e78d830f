import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleMeta } from './sample-meta.ts'

/** A run `ns/RUN` as a debug run would leave it, with a file besides; gives its folder. */
export function fillRunFolder(archive: string, run: string, changes: Parameters<typeof sampleMeta>[0] = {}): string {
  const folder = join(archive, 'ns', run)
  mkdirSync(join(folder, '.runlab'), { recursive: true })
  writeFileSync(join(folder, 'experiment_meta.json'), JSON.stringify(sampleMeta({ run, debug: true, ...changes })))
  writeFileSync(join(folder, 'old.txt'), 'old')
  return folder
}
