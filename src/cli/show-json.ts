import { isUndrawn } from '../archive/status/undrawn.ts'
import { parseEnvironmentRecord } from '../format/records.ts'
import { asWritten } from '../format/shape.ts'
import { encodeValue } from '../format/tagged-json.ts'
import type { ReadableRun } from './readable-run.ts'

/** A run for programs. */
export function showJson(run: ReadableRun): unknown {
  return {
    ...run.meta,
    folder: run.folder,
    status: run.status,
    ending: run.ending,
    last_sign_of_life: run.standing.lastSign,
    undrawn: isUndrawn(run.folder),
    damage: run.damage,
    tags: run.tags,
    notes: run.notes,
    values: encodeValue(run.values),
    tracked: run.tracked.map(({ last, ...summary }) => ({ ...summary, last: encodeValue(last) })),
    artifacts: run.artifacts.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    inputs: run.inputs,
    environment: run.environment && asWritten(parseEnvironmentRecord, run.environment),
    snapshot: run.snapshot,
  }
}
