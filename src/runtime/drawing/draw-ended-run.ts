import { compileOwn } from '../../drawing/compile-own.ts'
import type { DrawnRun, DrawProgress } from '../../drawing/draw-run.ts'
import { RunlabError } from '../../errors.ts'
import { MOST_WARNINGS, drawPictures } from '../../finish/draw-pictures.ts'
import { FILES } from '../../format/files.ts'
import type { OpenRun } from '../life/open-live-run.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import { GivenUp } from '../life/steps.ts'
import { drawProcess } from './draw-process.ts'

/**
 * Draws what a run has tracked, once all of it is safe on the disk, and gives how much, in words. What cannot be drawn is a
 * warning of the run. A signal leaves it what is left of the time to finalise.
 */
export async function drawEndedRun(prepared: PreparedRun, live: OpenRun): Promise<string | null> {
  const { folder, record } = prepared
  const { said, warnings, undrawn } = await drawPictures(folder, async () => await draw(prepared, live))
  live.output.showProgress('', 1)
  for (const warning of warnings) record.warn(warning)
  if (undrawn === null) return said
  // With the pictures, and not with the run's warnings: who draws it later is done with it.
  await live.attempt(() => live.writer.writeText(FILES.undrawn, undrawn))
  return `not all: ${undrawn}; runlab draw ${record.identity.run} does it again`
}

async function draw({ folder, specification, record, request, redactor }: PreparedRun, live: OpenRun): Promise<DrawnRun> {
  const { kinds, visuals: rules } = specification
  const stop = new AbortController()
  try {
    const { compiled, failed } = kinds.length === 0 ? { compiled: new Map(), failed: [] } : compileOwn(live.e, kinds, rules)
    for (const warning of failed.slice(0, MOST_WARNINGS)) record.warn(warning)
    const onProgress = ({ share, title }: DrawProgress): void => live.output.showProgress(`drawing ${title}`, share)
    const task = { run: folder, rules, compiled, secrets: redactor.secrets }
    const options = { onProgress, signal: stop.signal, isLast: request.exclusive }
    return await live.steps.take(async () => await drawProcess().draw(task, options))
  } catch (error) {
    const isGivenUp = error instanceof GivenUp || (error instanceof RunlabError && error.code === 'GRACE_OVER')
    throw isGivenUp ? new Error('it was given up') : error
  } finally {
    stop.abort()
  }
}
