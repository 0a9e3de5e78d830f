import type { ArtifactRecord } from '../../format/records.ts'
import { walkArtifacts } from '../artifacts/walk-artifacts.ts'
import { isCode } from './snapshot.ts'

/** What PyComex itself writes at the top of a run's folder, and what its workspaces are full of. */
const OWN =
  /^(?:experiment_error\.log|analysis\.(?:py|ipynb)|annotations\.rst|requirements\.txt|\.(?:track|dependencies\.json|sources|local_sources|venv|cache|git)(?:\/|$))|(?:^|\/)__pycache__\//

/** PyComex keeps no list of artifacts: they are what else lies in the folder. Without checksums. */
export function findPycomexArtifacts(folder: string): readonly ArtifactRecord[] {
  return Array.from(walkArtifacts(folder, { skips: (name) => OWN.test(name) }))
    .filter(({ name }) => !isCode(name))
    .map(({ name, size, mtimeMs }) => ({ name, size, sha256: null, time: Math.round(mtimeMs), via: 'path', deferred: true }))
}
