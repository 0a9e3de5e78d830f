import type { Hono } from 'hono'
import type { ArchiveState } from '../archive-state.ts'
import { answerCompare } from './answer-compare.ts'

/** What the page asks to compare runs. */
export function addCompare(app: Hono, archive: ArchiveState): void {
  app.get('/api/compare', async (context) => context.json(await answerCompare(archive, context.req.queries('run') ?? [])))
}
