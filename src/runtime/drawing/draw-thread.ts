/** The thread that draws runs when they have ended, one after the other: drawing takes a processor for a while. */
import { parentPort } from 'node:worker_threads'
import { openRun } from '../../archive/open-run.ts'
import { drawRun } from '../../drawing/draw-run.ts'
import { sayDrawn } from '../../drawing/say-drawn.ts'
import type { DrawTask, FromDrawThread } from './messages.ts'

const tell = (message: FromDrawThread): void => parentPort?.postMessage(message)

/** Of one run that are warnings: the list of visuals has all of them. */
const MOST_FAILURES = 5

async function draw({ run, rules, compiled }: DrawTask): Promise<void> {
  try {
    const drawn = await drawRun(openRun(run), {
      rules,
      compiled,
      onProgress: ({ share, title }) => tell({ type: 'progress', run, share, title }),
    })
    const warnings = [...drawn.failed.slice(0, MOST_FAILURES), ...drawn.idle]
    tell({ type: 'done', run, drawn: sayDrawn(drawn), warnings })
  } catch (error) {
    tell({ type: 'failed', run, reason: error instanceof Error ? error.message : String(error) })
  }
}

let last = Promise.resolve()
parentPort?.on('message', (task: DrawTask) => {
  last = last.then(async () => await draw(task))
})
