import { readVisualRules } from '../../archive/documents/read-visual-rules.ts'
import type { DrawRunOptions, DrawnRun } from '../../drawing/draw-run.ts'
import { drawProcess } from './draw-process.ts'
import { eraseProgress, showProgress } from './show-progress.ts'

export interface DrawLeftOptions {
  readonly secrets?: readonly string[]
  /** Series that are drawn each by itself; 200 when left out. */
  readonly most?: number
  /** What kinds of the experiment's own say of their series. */
  readonly compiled?: NonNullable<DrawRunOptions['compiled']>
  /** Gives the drawing up. */
  readonly signal?: AbortSignal
}

/** Draws a run from its folder, in a process of its own, with its progress on a terminal. Rejects as `DrawProcess.draw` does. */
export async function drawLeft(folder: string, { signal, ...options }: DrawLeftOptions = {}): Promise<DrawnRun> {
  try {
    const task = { run: folder, rules: readVisualRules(folder), ...options }
    return await drawProcess().draw(task, { onProgress: showProgress, ...(signal === undefined ? {} : { signal }) })
  } finally {
    eraseProgress()
  }
}
