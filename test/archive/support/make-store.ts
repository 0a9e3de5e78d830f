import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ArtifactStore } from '../../../src/archive/artifacts/artifact-store.ts'
import type { ArtifactStoreOptions } from '../../../src/archive/artifacts/artifact-store.ts'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { parseJsonLines } from '../../../src/format/parse-json-lines.ts'
import { parseArtifactRecord } from '../../../src/format/records.ts'
import type { ArtifactRecord } from '../../../src/format/records.ts'
import { tempFolder } from './temp-folder.ts'

export interface StoreScene {
  readonly folder: string
  readonly store: ArtifactStore
  readonly read: (name: string) => string
  /** What `.runlab/artifacts.jsonl` says, by name. */
  readonly recorded: () => Readonly<Record<string, ArtifactRecord>>
}

/** A store over an empty run folder. Its clock stands at 5. */
export function makeStore(options: Partial<ArtifactStoreOptions> = {}): StoreScene {
  const folder = tempFolder()
  const store = new ArtifactStore({ writer: new RunWriter(folder), now: () => 5, ...options })
  const file = join(folder, '.runlab', 'artifacts.jsonl')
  return {
    folder,
    store,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    recorded: () =>
      Object.fromEntries(
        parseJsonLines(readFileSync(file, 'utf8'), file, parseArtifactRecord).map((record) => [record.name, record]),
      ),
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
