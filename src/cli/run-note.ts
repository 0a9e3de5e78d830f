import type { RunMeta } from '../format/meta.ts'
import type { EndingRecord } from '../format/records.ts'
import type { TrialCounts } from '../format/sweep.ts'
import type { Standing } from '../archive/status/read-status.ts'
import { agoText } from '../render/ago-text.ts'
import { durationText } from '../render/duration-text.ts'

/** What stands beside a run's status in a list. */
export interface RunNote {
  readonly long: string
  /** The same for a narrow terminal. */
  readonly short: string
}

export interface NoteOptions {
  readonly now: number
  /** Asked where a process died. */
  readonly readEnding: () => EndingRecord | null
  /** Asked of runs that are done. */
  readonly isUndrawn: () => boolean
}

/** Why a run has the status that it has, or how long it took. */
export function noteOf({ meta, status, life, lastSign }: Standing, { now, readEnding, isUndrawn }: NoteOptions): RunNote {
  const duration = durationText(meta.duration * 1000)
  if (meta.trials !== undefined) return same(trialsText(meta.trials))
  switch (status) {
    case 'running':
      return same(`for ${durationText(Math.max(0, now - meta.start_time * 1000))}`)
    case 'unknown':
      if (lastSign === null) return same('')
      return { long: `last sign of life ${agoText(now - lastSign)}`, short: `seen ${agoText(now - lastSign)}` }
    case 'done':
      if (life !== 'ended') return same(life === 'working' ? 'finalising' : life === 'dead' ? 'cut short' : duration)
      return isUndrawn() ? { long: `${duration}, not drawn`, short: 'not drawn' } : same(duration)
    case 'failed':
      return placed(failureOf(meta), meta.error?.phase ?? 'run')
    case 'interrupted': {
      const seen = meta.signal === null || life === 'dead' ? readEnding() : null
      return same(`${meta.signal ?? seen?.requested ?? 'a signal'}${seen?.forced === true ? ', forced' : ''}`)
    }
    case 'stopped':
      return { long: cut(meta.stop_reason ?? '', 48), short: cut(meta.stop_reason ?? '') }
    case 'crashed': {
      const seen = readEnding()
      return placed(seen === null ? '' : (seen.cause ?? seen.signal ?? `exit code ${seen.exitCode}`), meta.phase)
    }
  }
}

/** `12 of 30 trials`, of a sweep. */
function trialsText({ done, pruned, failed, planned }: TrialCounts): string {
  const ended = done + pruned + failed
  return `${ended}${planned === null ? '' : ` of ${planned}`} ${ended === 1 && planned === null ? 'trial' : 'trials'}`
}

/** What runlab itself has thrown for the experiment is said by what that had done. */
function failureOf({ error, error_type: type }: RunMeta): string {
  if (error?.origin === 'exit') return 'process.exit()'
  return error?.origin === 'never settled' ? error.origin : cut(type ?? 'an error')
}

function placed(short: string, phase: string): RunNote {
  return { long: `${short} in ${phase}`.trimStart(), short: short === '' ? `in ${phase}` : short }
}

function same(text: string): RunNote {
  return { long: text, short: text }
}

/** The longest name of an error that is shown. */
const LONGEST = 20

function cut(name: string, longest = LONGEST): string {
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name
}
