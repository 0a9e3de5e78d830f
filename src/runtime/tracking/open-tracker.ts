import type { OpenTrackerOptions } from '../../api/kind.ts'
import type { RemoteTracker, TrackerHandle } from '../../api/tracking.ts'

/**
 * Tracks for a run in a worker thread, or in another process that sees the run's folder, with the run's guarantees: what is
 * older than 250 ms is on disk, whatever becomes of the thread or process. `handle` is what the run has as `e.tracker`.
 * Steps are counted for each thread and process by itself; the run seals what all of them have tracked when it ends, and what
 * comes after that is lost, with a warning.
 *
 * ```ts
 * // in run(e):       new Worker(new URL('./worker.ts', import.meta.url), { workerData: e.tracker })
 * // in worker.ts:    const { track } = await openTracker(workerData)
 * //                  track('loss', 0.5)
 * ```
 *
 * Throws TRACK_HANDLE when that is none, or leads to no run; DEFINITION_INVALID for a kind that is none.
 */
export async function openTracker(handle: TrackerHandle, options: OpenTrackerOptions = {}): Promise<RemoteTracker> {
  const { trackRemotely } = await import('./remote-tracking.ts') // a run of which no thread tracks has no need of it
  return await trackRemotely(handle, options)
}
