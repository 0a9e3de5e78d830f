import type { Standing } from '../archive/status/read-status.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import type { EndingRecord } from '../format/records.ts'
import type { LeftSeries } from './left-series.ts'

/** How a run ended whose process died, as far as that was seen. `lastSign`, in milliseconds, is when it last wrote something. */
export function withEnding({ meta, status }: Standing, seen: EndingRecord | null, lastSign: number | null): RunMeta {
  if (isWritten(meta)) return meta
  const end = meta.end_time ?? (lastSign === null ? null : Math.max(meta.start_time, Math.round(lastSign) / 1000))
  const died = status === 'unknown' ? 'crashed' : status
  return {
    ...meta,
    status: died,
    signal: meta.signal ?? (died === 'interrupted' || died === 'stopped' ? (seen?.requested ?? null) : null),
    end_time: end,
    duration: end === null || meta.end_time !== null ? meta.duration : Math.round((end - meta.start_time) * 1000) / 1000,
  }
}

export interface Completion {
  readonly by: 'supervisor' | 'recover'
  readonly counts: RunMeta['counts']
  /** Names of series. */
  readonly tracked: readonly string[]
  readonly sealed: LeftSeries
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What was done, in words. */
  readonly done: readonly string[]
}

/** The metadata of a record that is complete. `phase` stays what it was: the step in which the process died. */
export function withCompletion(meta: RunMeta, seen: EndingRecord | null, completion: Completion): RunMeta {
  const { by, counts, tracked, sealed, now, done } = completion
  const unwritten = meta.unwritten.filter(({ path }) => path !== FILES.points) // it is now, or this is not reached
  if (isWritten(meta)) return { ...meta, unwritten, counts }
  const isLastSign = seen === null && meta.status === 'crashed' && meta.end_time !== null
  const facts = [...done, ...(isLastSign ? ['end_time is the last sign of life'] : [])]
  const said = `${by === 'recover' ? 'Recovered' : 'Completed by the supervisor'} at ${new Date(now).toISOString()}`
  return {
    ...meta,
    unwritten,
    counts,
    __track__: tracked,
    refused: mostRefused(meta.refused, sealed.refused),
    lost_points: Math.max(meta.lost_points, sealed.lost),
    warnings: facts.length === 0 ? meta.warnings : [...meta.warnings, `${said}: ${facts.join('; ')}.`],
    recovered: now / 1000,
  }
}

/** By its process, or by who completed it before. */
function isWritten({ phase, recovered }: RunMeta): boolean {
  return phase === 'ended' || recovered !== undefined
}

/** Both were counted on the way: of what both name, the higher count. */
function mostRefused(one: RunMeta['refused'], other: RunMeta['refused']): RunMeta['refused'] {
  const most = new Map<string, RunMeta['refused'][number]>()
  for (const refused of [...one, ...other]) {
    const key = `${refused.series}\0${refused.reason}`
    if ((most.get(key)?.count ?? 0) < refused.count) most.set(key, refused)
  }
  return [...most.values()]
}
