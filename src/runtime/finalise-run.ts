import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'

/** Completes a run's record: artifacts hashed and listed, late sources added, values and metadata written, the log closed. */
export async function finaliseRun({ record }: PreparedRun, live: OpenRun): Promise<void> {
  record.phase = 'finalise'
  live.e.close()
  for (const warning of await live.store.finish()) record.warn(warning)
  await live.sources.finish()
  live.updateCounts()
  live.saver.finish()
  live.log.close()
  if (live.log.error !== undefined) record.warn(`The log is incomplete: ${String(live.log.error)}`)
  live.writer.writeMeta(record.toMeta())
  live.writer.removeAlive()
}
