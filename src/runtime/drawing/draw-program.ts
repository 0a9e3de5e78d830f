/** The process that draws runs when they have ended, one after the other: what draws may end it, and only it. */
import { openRun } from '../../archive/open-run.ts'
import { drawRun } from '../../drawing/draw-run.ts'
import { RunlabError } from '../../errors.ts'
import type { DrawTask, FromDrawProcess } from './messages.ts'

const tell = (message: FromDrawProcess): void => void process.send?.(message)

async function draw({ run, ...options }: DrawTask): Promise<void> {
  try {
    const onProgress = ({ share, title, visual }: { share: number; title: string; visual: number }): void =>
      tell({ type: 'progress', share, title, visual })
    tell({ type: 'done', drawn: await drawRun(openRun(run), { ...options, onProgress }) })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const known = error instanceof RunlabError
    const { code, message, hint, details } = known ? error : { code: '', message: '', hint: undefined, details: {} }
    tell({ type: 'failed', reason, error: known ? { code, message, hint, details } : null })
  }
}

// Whoever started it says when it is given up; signals to all processes of a job are for the run to heed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit())
process.on('message', (task: DrawTask) => void draw(task))
