import type { Hono } from 'hono'
import type { ArchiveState } from '../archive-state.ts'
import { answerCurves } from './answer-curves.ts'
import { answerSeries } from './answer-series.ts'
import { rememberLines } from './choose-lines.ts'
import type { CurveReader } from './curve-reader.ts'
import { readCurvesQuestion, readFigureQuestion, readLinesQuestion } from './read-question.ts'

export interface CurvesPart {
  readonly archive: ArchiveState
  readonly curves: CurveReader
}

/** What the page asks for its curves. */
export function addCurves(app: Hono, { archive, curves: reader }: CurvesPart): void {
  const sources = { reader, choose: rememberLines() }
  app.get('/api/series', async (context) => {
    const question = readLinesQuestion(new URL(context.req.url).searchParams)
    return context.json(await answerSeries(await archive.runs(), question, sources))
  })
  app.get('/api/curves', async (context) => {
    const question = readCurvesQuestion(new URL(context.req.url).searchParams)
    const bytes = await answerCurves(await archive.runs(), question, sources)
    return context.body(bytes, 200, { 'content-type': 'application/octet-stream' })
  })
  app.get('/api/figure', async (context) => {
    const question = readFigureQuestion(new URL(context.req.url).searchParams)
    // What draws is loaded when the first figure is saved.
    const { answerFigure } = await import('./answer-figure.ts')
    const { content, name, type } = await answerFigure(await archive.runs(), question, sources)
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
    const body = typeof content === 'string' ? content : new Uint8Array(content)
    return context.body(body, 200, { 'content-type': type, 'content-disposition': disposition })
  })
}
