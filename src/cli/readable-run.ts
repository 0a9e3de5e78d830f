import type { Artifact } from '../api/run.ts'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { RunlabError } from '../errors.ts'

type Facts = 'folder' | 'name' | 'namespace' | 'status' | 'meta' | 'standing' | 'lineage'
type Documents = 'tags' | 'notes' | 'params' | 'values' | 'tracked' | 'inputs' | 'environment' | 'snapshot' | 'ending'

/** A run of which all has been read that can be. */
export interface ReadableRun extends Pick<ArchivedRun, Facts | Documents> {
  readonly artifacts: readonly Artifact[]
  /** What could not be read, and why, a sentence each: in its place the run has nothing. */
  readonly damage: readonly string[]
}

/** Reads what a run recorded. One document that is damaged makes no other one unreadable. */
export function readableRun(run: ArchivedRun): ReadableRun {
  const { folder, name, namespace, status, meta, standing, lineage } = run
  const damage = new Set<string>()
  const attempt = <T>(read: () => T, instead: T): T => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      damage.add(error.message)
      return instead
    }
  }
  const documents = {
    tags: attempt(() => run.tags, []),
    notes: attempt(() => run.notes, []),
    params: attempt(() => run.params, {}),
    values: attempt(() => run.values, {}),
    tracked: attempt(() => run.tracked, []),
    artifacts: attempt(() => [...run.artifacts], []),
    inputs: attempt(() => run.inputs, []),
    environment: attempt(() => run.environment, null),
    snapshot: attempt(() => run.snapshot, null),
    ending: attempt(() => run.ending, null),
  }
  return { folder, name, namespace, status, meta, standing, lineage, ...documents, damage: [...damage] }
}
