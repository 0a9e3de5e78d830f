import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'

/** Completes a run's record: artifacts hashed and listed, late sources added, values and metadata written, the log closed. */
export async function finaliseRun({ record }: PreparedRun, live: OpenRun): Promise<void> {
  record.phase = 'finalise'
  live.e.close()
  await live.attempt(async () => {
    for (const warning of await live.store.finish()) record.warn(warning)
  })
  await live.attempt(() => live.sources.finish())
  const trouble = live.output.close()
  if (trouble !== null) record.warn(trouble)
  await live.persist(true)
  await live.attempt(() => live.writer.removeAlive())
}
