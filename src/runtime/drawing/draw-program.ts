/** The process that draws runs when they have ended, one after the other: what draws may end it, and only it. */
import { Worker } from 'node:worker_threads'
import { openRun } from '../../archive/opening/open-run.ts'
import { drawRun } from '../../drawing/draw-run.ts'
import type { DrawProgress } from '../../drawing/draw-run.ts'
import { failCallOf } from '../../internal/late-errors.ts'
import { RunlabError } from '../../errors.ts'
import type { DrawTask, FromDrawProcess } from './messages.ts'

const tell = (message: FromDrawProcess): void => void process.send?.(message)

async function draw({ run, ...options }: DrawTask): Promise<void> {
  try {
    const onProgress = ({ share, title, visual }: DrawProgress): void => tell({ type: 'progress', share, title, visual })
    tell({ type: 'done', drawn: await drawRun(openRun(run), { ...options, onProgress }) })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!(error instanceof RunlabError)) return tell({ type: 'failed', reason, error: null })
    const { code, message, hint, details } = error
    tell({ type: 'failed', reason, error: { code, message, hint, details } })
  }
}

/** Ends this process when the one that started it is gone, also while native code draws. */
const WATCH = `
const { workerData } = require('node:worker_threads')
setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL') }, 1000)
`
new Worker(WATCH, { eval: true, workerData: process.ppid, name: 'watch' }).unref()

// What a library throws later belongs to the picture that it drew; anything else ends the process, as it would by itself.
process.on('uncaughtException', (error) => {
  if (failCallOf(error) !== null) return
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
process.on('disconnect', () => process.exit())
process.on('message', (task: DrawTask) => void draw(task))
