import { removePartialPictures } from '../archive/status/undrawn.ts'
import type { DrawnRun } from '../drawing/draw-run.ts'
import { sayDrawn } from '../drawing/say-drawn.ts'

/** Draws a run, in a process of its own. Rejects with the reason where not all of it could be. */
export type Draw = () => Promise<DrawnRun>

export interface DrawnPictures {
  /** How much, in words; null where there was nothing. */
  readonly said: string | null
  readonly warnings: readonly string[]
  /** Why not all is drawn, for the mark that stays; null where all is. */
  readonly undrawn: string | null
}

/** Of what could not be drawn: the list of visuals has all of it. */
export const MOST_WARNINGS = 5

/** Draws a run whose record is complete. Throws nothing: what cannot be drawn costs no more than its picture. */
export async function drawPictures(folder: string, draw: Draw): Promise<DrawnPictures> {
  try {
    const drawn = await draw()
    return { said: sayDrawn(drawn), warnings: [...drawn.failed.slice(0, MOST_WARNINGS), ...drawn.idle], undrawn: null }
  } catch (error) {
    return { said: null, warnings: [], undrawn: error instanceof Error ? error.message : String(error) }
  } finally {
    tryToRemovePartial(folder)
  }
}

function tryToRemovePartial(folder: string): void {
  try {
    removePartialPictures(folder)
  } catch {
    // they stay until the run is drawn again
  }
}
