import { failedStepText } from '../../format/failed-hook.ts'
import { closeSync, fstatSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Ending } from '../../api/run.ts'
import { FILES } from '../../format/files.ts'
import type { ErrorMeta, RunMeta, RunPhase, SignalOutcome } from '../../format/meta.ts'
import type { EndingRecord } from '../../format/records.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { readEnding } from './read-status.ts'
import type { Standing } from './read-status.ts'
import { openRegular } from '../../internal/regular-file.ts'
import { RunlabError } from '../../errors.ts'

/**
 * How a run ended, from its metadata and what its supervisor saw; null for one that runs, and where that cannot be told.
 * Throws ARCHIVE_FORMAT.
 */
export function describeEnding(folder: string, standing: Standing): Ending | null {
  const { meta, status, life } = standing
  if (life === 'working' || life === 'unknown') return null
  const seen = readEnding(folder)
  const isForced = seen?.forced ?? false
  const isSeen = seen !== null && seen.lastOutput.length > 0
  return {
    text: `${sayStatus(standing, seen)}${sayCutShort(standing, seen)}`,
    phase: meta.error?.phase ?? meta.signal_phase ?? meta.phase,
    exitCode: isForced ? null : (seen?.exitCode ?? meta.exit_code),
    signal: meta.signal ?? seen?.requested ?? seen?.signal ?? null,
    forced: isForced,
    time: meta.end_time === null ? null : Math.round(meta.end_time * 1000),
    complete: meta.phase === 'ended',
    // Only a supervisor keeps them.
    lastOutput: isSeen || (status !== 'crashed' && !isForced) ? (seen?.lastOutput ?? []) : readLastLines(join(folder, FILES.log)),
  }
}

function sayStatus({ meta, status }: Standing, seen: EndingRecord | null): string {
  switch (status) {
    case 'done':
      return meta.signal === null ? 'done' : `done; ${meta.signal} came in ${meta.signal_phase}`
    case 'failed':
      return meta.error === null ? 'failed' : `failed in ${failedStepText(meta.error)}${sayOrigin(meta.error)}`
    case 'interrupted':
      return isForcedInRun(meta, seen)
        ? `interrupted by ${seen.requested} in ${meta.phase}: ${sayForced(seen)}; its hooks did not run`
        : `interrupted by ${meta.signal} in ${meta.signal_phase}${sayOutcome(meta.signal_outcome)}`
    case 'stopped':
      return `stopped in ${meta.signal_phase ?? meta.phase}: ${meta.stop_reason}${isForcedInRun(meta, seen) ? `; ${sayForced(seen)}; its hooks did not run` : sayOutcome(meta.signal_outcome)}`
    default:
      return `crashed in ${meta.phase}: ${sayDeath(seen)}`
  }
}

/** The run did not even begin to end: a run that answers a signal writes in which step it came. */
function isForcedInRun(meta: RunMeta, seen: EndingRecord | null): seen is EndingRecord {
  return seen?.forced === true && meta.signal_phase === null
}

/** Why a run was ended by force that did not even begin to end. */
function sayForced({ why, grace, requested }: EndingRecord): string {
  if (why === 'second signal') return `a second ${requested} ended it by force`
  if (why === 'did not end') return `it had read e.signal but did not end within ${grace} s, and was ended by force`
  return 'it did not answer and was ended by force'
}

/** What became of the code that the signal met. */
function sayOutcome(outcome: SignalOutcome | null): string {
  switch (outcome) {
    case 'settled':
      return ', which had read e.signal and ended by itself'
    case 'threw':
      return ', which had read e.signal and then threw'
    case 'did not end':
      return ', which had read e.signal but did not end in time'
    default:
      return ''
  }
}

function sayOrigin({ origin }: ErrorMeta): string {
  if (origin === undefined) return ''
  return origin === 'exit' ? ' by process.exit()' : origin === 'never settled' ? ', which never settled' : ` by an ${origin}`
}

function sayDeath(seen: EndingRecord | null): string {
  if (seen === null) return 'its process is gone, and nobody saw how it ended'
  if (seen.cause !== null) return `its process ran ${seen.cause}${seen.signal === null ? '' : ` (${seen.signal})`}`
  return seen.signal === null ? `its process exited with code ${seen.exitCode}` : `its process was ended by ${seen.signal}`
}

/** The status is written before hooks and finalising; the process may not have got to their end. */
function sayCutShort({ meta, status }: Standing, seen: EndingRecord | null): string {
  if (meta.phase === 'ended' || status === 'crashed' || isForcedInRun(meta, seen) || meta.error?.origin === 'exit') return ''
  // The metadata is written when a hook begins, but not again when finalising does.
  const step: RunPhase = meta.phase === 'onError' || meta.phase === 'afterRun' ? meta.phase : 'finalise'
  const recovery = meta.recovered === undefined ? ': runlab recover completes it' : '; its record was completed later'
  return `, but ${sayEnd(seen)} in ${step}, before all was written${recovery}`
}

function sayEnd(seen: EndingRecord | null): string {
  if (seen === null) return 'its process died'
  return seen.forced ? `its process was ended by force after ${seen.requested}` : sayDeath(seen)
}

/** Characters of the log's end that are shown, and lines. */
const LAST_CHARACTERS = 4000
const LAST_LINES = 20

/** The end of the log, where no supervisor kept it. */
function readLastLines(file: string): readonly string[] {
  try {
    const descriptor = openRegular(file)
    try {
      const { size } = fstatSync(descriptor)
      const buffer = Buffer.alloc(Math.min(size, LAST_CHARACTERS))
      const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
      const lines = buffer.toString('utf8', 0, read).split('\n')
      // The first is cut off when there is more before it.
      return (size > buffer.length ? lines.slice(1) : lines).filter((line) => line !== '').slice(-LAST_LINES)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof RunlabError)) throw error
    return []
  }
}
