import type { Hono } from 'hono'
import type { ArchiveState } from '../archive-state.ts'
import { answerCurves } from './answer-curves.ts'
import { answerSeries } from './answer-series.ts'
import type { CurveReader } from './curve-reader.ts'
import { readCurvesQuestion, readLinesQuestion } from './read-question.ts'

export interface CurvesPart {
  readonly archive: ArchiveState
  readonly curves: CurveReader
}

/** What the page asks for its curves. */
export function addCurves(app: Hono, { archive, curves }: CurvesPart): void {
  app.get('/api/series', async (context) => {
    const question = readLinesQuestion(new URL(context.req.url).searchParams)
    return context.json(await answerSeries(await archive.runs(), question, curves))
  })
  app.get('/api/curves', async (context) => {
    const question = readCurvesQuestion(new URL(context.req.url).searchParams)
    const bytes = await answerCurves(await archive.runs(), question, curves)
    return context.body(bytes, 200, { 'content-type': 'application/octet-stream' })
  })
}
