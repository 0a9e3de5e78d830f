import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { SnapshotFile, SnapshotRecord } from '../../format/records.ts'
import { readRegular } from '../../internal/regular-file.ts'
import { walkArtifacts } from '../artifacts/walk-artifacts.ts'

const ENTRY = 'experiment_code.py'
const CONFIG = 'experiment_config.yml'

/** Whether a file at the top of a run's folder is code that ran: the experiment's, its bases' and mixins', its config. */
export function isCode(name: string): boolean {
  return name === CONFIG || (/^[^/]+\.py$/.test(name) && name !== 'analysis.py')
}

/** PyComex copies the code beside everything else. Null where there is none. Throws ARCHIVE_FORMAT for what is no file. */
export function readPycomexSnapshot(folder: string): SnapshotRecord | null {
  const files = Array.from(walkArtifacts(folder, { skips: (name) => name.includes('/') }))
    .filter(({ name }) => isCode(name))
    .map(({ name }) => describe(folder, name))
  if (files.length === 0) return null
  const patch = { state: 'none', reason: 'PyComex records no state of git' } as const
  return { folder: '', entry: ENTRY, root: '', files, unresolved: [], changed: [], patch, links: [] }
}

function describe(folder: string, name: string): SnapshotFile {
  const bytes = readRegular(join(folder, name))
  const role = name === ENTRY ? 'entry' : name === CONFIG ? 'config' : 'import'
  return { path: name, source: name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), role }
}
