import type { Ending } from '../api/run.ts'
import type { ErrorMeta, RunMeta } from '../format/meta.ts'
import type { EndingRecord } from '../format/records.ts'
import type { Standing } from './read-status.ts'

/** How a run ended, from its metadata and what its supervisor saw; null for one that runs, or of which that is not known. */
export function describeEnding({ meta, status }: Standing, seen: EndingRecord | null): Ending | null {
  if (status === 'running' || status === 'unknown') return null
  const isForced = seen?.forced ?? false
  return {
    text: `${sayStatus({ meta, status }, seen)}${sayCutShort(meta, status, seen)}`,
    phase: meta.error?.phase ?? meta.signal_phase ?? meta.phase,
    exitCode: isForced ? null : (seen?.exitCode ?? meta.exit_code),
    signal: meta.signal ?? seen?.requested ?? seen?.signal ?? null,
    forced: isForced,
    time: meta.end_time === null ? (seen?.time ?? null) : Math.round(meta.end_time * 1000),
    lastOutput: seen?.lastOutput ?? [],
  }
}

function sayStatus({ meta, status }: Standing, seen: EndingRecord | null): string {
  switch (status) {
    case 'done':
      return meta.signal === null ? 'done' : `done; ${meta.signal} came in ${meta.signal_phase}`
    case 'failed':
      return meta.error === null ? 'failed' : `failed in ${meta.error.phase}${sayOrigin(meta.error)}`
    case 'interrupted':
      return seen?.forced === true
        ? `interrupted by ${seen.requested} in ${meta.phase}: it did not answer and was ended by force; its hooks did not run`
        : `interrupted by ${meta.signal} in ${meta.signal_phase}`
    default:
      return `crashed in ${meta.phase}: ${sayCrash(seen)}`
  }
}

function sayOrigin({ origin }: ErrorMeta): string {
  if (origin === undefined) return ''
  return origin === 'exit' ? ' by process.exit()' : origin === 'never settled' ? ', which never settled' : ` by an ${origin}`
}

function sayCrash(seen: EndingRecord | null): string {
  if (seen === null) return 'its process is gone, and nobody saw how it ended'
  if (seen.cause !== null) return `its process ran ${seen.cause}${seen.signal === null ? '' : ` (${seen.signal})`}`
  return seen.signal === null ? `its process exited with code ${seen.exitCode}` : `its process was ended by ${seen.signal}`
}

/** The status is written before hooks and finalising; the process may not have got to their end. */
function sayCutShort(meta: RunMeta, status: Standing['status'], seen: EndingRecord | null): string {
  if (meta.phase === 'ended' || status === 'crashed' || seen?.forced === true || meta.error?.origin === 'exit') return ''
  return `; its process ended in ${meta.phase}, before all was written`
}
