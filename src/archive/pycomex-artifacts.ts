import type { ArtifactRecord } from '../format/records.ts'
import { walkArtifacts } from './walk-artifacts.ts'

/** What PyComex itself writes at the top of a run's folder. Its names that are also runlab's are not listed anyway. */
const OWN =
  /^(?:experiment_code\.py|experiment_error\.log|analysis\.(?:py|ipynb)|code\.py|annotations\.rst|\.track\/.*|\.dependencies\.json)$/

/** PyComex keeps no list of artifacts: they are what else lies in the folder. Without checksums. */
export function findPycomexArtifacts(folder: string): readonly ArtifactRecord[] {
  return Array.from(walkArtifacts(folder))
    .filter(({ name }) => !OWN.test(name))
    .map(({ name, size, mtimeMs }) => ({ name, size, sha256: null, time: Math.round(mtimeMs), via: 'path', deferred: true }))
}
