import { compileOwn } from '../../drawing/compile-own.ts'
import type { DrawProgress } from '../../drawing/draw-run.ts'
import { removePartialPictures } from '../../archive/undrawn.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import type { OpenRun } from '../life/open-live-run.ts'
import { GivenUp } from '../life/steps.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { sayDrawn } from '../../drawing/say-drawn.ts'
import { drawProcess } from './draw-process.ts'

/**
 * Draws what a run has tracked, once all of it is safe on the disk, and gives how much, in words. What cannot be drawn is a
 * warning of the run. A signal leaves it what is left of the time to finalise.
 */
export async function drawEndedRun(prepared: PreparedRun, live: OpenRun): Promise<string | null> {
  const { folder, specification, record, request, redactor } = prepared
  const { kinds, visuals: rules } = specification
  const stop = new AbortController()
  try {
    const { compiled, failed } = kinds.length === 0 ? { compiled: new Map(), failed: [] } : compileOwn(live.e, kinds, rules)
    const onProgress = ({ share, title }: DrawProgress): void => live.output.showProgress(`drawing ${title}`, share)
    const options = { onProgress, signal: stop.signal, isLast: request.exclusive }
    const drawn = await live.steps.take(
      async () => await drawProcess().draw({ run: folder, rules, compiled, secrets: redactor.secrets }, options),
    )
    const warnings = [...failed.slice(0, MOST_WARNINGS), ...drawn.failed.slice(0, MOST_WARNINGS), ...drawn.idle]
    for (const warning of warnings) record.warn(warning)
    return sayDrawn(drawn)
  } catch (error) {
    const isGivenUp = error instanceof GivenUp || (error instanceof RunlabError && error.code === 'GRACE_OVER')
    const why = isGivenUp || !(error instanceof Error) ? 'it was given up' : error.message
    // With the pictures, and not with the run's warnings: who draws it later is done with it.
    await live.attempt(() => live.writer.writeText(FILES.undrawn, why))
    return `not all: ${why}; runlab draw ${record.identity.run} does it again`
  } finally {
    stop.abort()
    tryToRemovePartial(folder)
    live.output.showProgress('', 1)
  }
}

function tryToRemovePartial(folder: string): void {
  try {
    removePartialPictures(folder)
  } catch {
    // they stay until the run is drawn again
  }
}

/** Of kinds that threw, and of what could not be drawn: the list of visuals has all of them. */
const MOST_WARNINGS = 5
