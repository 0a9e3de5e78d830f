import { compileOwn } from '../../drawing/compile-own.ts'
import { removePartialPictures } from '../../archive/undrawn.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import type { OpenRun } from '../life/open-live-run.ts'
import { drawThread } from './draw-thread-link.ts'

/**
 * Draws what a run has tracked, once all of it is safe on the disk, and gives how much, in words. What cannot be drawn is a
 * warning of the run. A signal leaves it what is left of the time to finalise.
 */
export async function drawEndedRun({ folder, specification, record }: PreparedRun, live: OpenRun): Promise<string | null> {
  const { kinds, visuals: rules } = specification
  const stop = new AbortController()
  try {
    const { compiled, failed } = kinds.length === 0 ? { compiled: new Map(), failed: [] } : compileOwn(live.e, kinds, rules)
    const onProgress = (share: number, title: string): void => live.output.showProgress(`drawing ${title}`, share)
    const drawn = await live.steps.take(
      async () => await drawThread().draw({ run: folder, rules, compiled }, { onProgress, signal: stop.signal }),
    )
    for (const warning of [...failed.slice(0, MOST_WARNINGS), ...drawn.warnings]) record.warn(warning)
    return drawn.drawn
  } catch {
    record.warn('Drawing was given up: runlab draw does it again.')
    return null
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

/** Of kinds that threw. */
const MOST_WARNINGS = 5
