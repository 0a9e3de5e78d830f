import { openRun } from '../archive/opening/open-run.ts'
import { RunlabError } from '../errors.ts'
import type { RunStatus } from '../format/meta.ts'
import type { JsonValue } from '../format/json-value.ts'
import { encodeValue } from '../format/tagged-json.ts'
import type { SupervisedRun } from '../runtime/supervisor/supervise.ts'

/** What `--json` writes when a run has ended, or there was none. */
export interface EndedLine {
  readonly event: 'ended'
  /** As it was named. */
  readonly file: string
  readonly folder: string | null
  readonly status: RunStatus | 'refused' | 'not run'
  readonly exit_code: number
  readonly error: { readonly type: string; readonly message: string } | null
  /** As tagged JSON; null where no run began. */
  readonly values: JsonValue
}

/** The line of a run that its supervisor has seen to its end. */
export function endedLine(file: string, { folder, code, isInterrupted, isScratch }: SupervisedRun): EndedLine {
  if (folder === null) {
    const status = isInterrupted ? 'interrupted' : !isScratch ? 'refused' : code === 0 ? 'done' : 'failed'
    return unarchivedLine(file, status, code)
  }
  const run = openIfThere(folder)
  if (run === null) return { ...unarchivedLine(file, 'unknown', code), folder }
  const { status, meta, values } = run
  const error = meta.error === null ? null : { type: meta.error.type, message: meta.error.message }
  return { event: 'ended', file, folder, status, exit_code: code, error, values: encodeValue(values) }
}

/** Null for a run that was removed, or cannot be read. */
function openIfThere(folder: string): ReturnType<typeof openRun> | null {
  try {
    return openRun(folder)
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

/** The line of a file of which no run is in the archive. */
export function unarchivedLine(file: string, status: EndedLine['status'], code: number): EndedLine {
  return { event: 'ended', file, folder: null, status, exit_code: code, error: null, values: null }
}
