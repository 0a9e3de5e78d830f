import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ArchiveState } from '../archive-state.ts'
import type { Refusal } from '../protocol.ts'
import { annotateChosen, deleteChosen, restoreDeletion } from './edit-runs.ts'
import { annotateOrderOf, chosenOf, readBody } from './read-order.ts'

/** Bytes of an order: 200 runs by their paths, and a long note. */
const MOST = 2 ** 20

/** What the page changes: tags and notes, and what lies in the trash. Only the page itself may, whose origin browsers name. */
export function addEditing(app: Hono, archive: ArchiveState): void {
  app.use(
    '/api/edit/*',
    bodyLimit({ maxSize: MOST, onError: (context) => context.text('That is too long.\n', 413) }),
    async (context, next) => {
      if (context.req.header('origin') === undefined) return context.text('Only the page may change something.\n', 403)
      return await next()
    },
  )
  app.post('/api/edit/annotate', async (context) => {
    const order = annotateOrderOf(await readBody(context))
    return order === null ? wrong(context) : context.json(await annotateChosen(archive, order))
  })
  app.post('/api/edit/delete', async (context) => {
    const chosen = chosenOf(await readBody(context))
    return chosen === null ? wrong(context) : context.json(await deleteChosen(archive, chosen))
  })
  app.post('/api/edit/restore', async (context) => {
    const deletion = (await readBody(context))?.['deletion']
    return typeof deletion === 'string' ? context.json(await restoreDeletion(archive, deletion)) : wrong(context)
  })
}

function wrong(context: Context): Response {
  return context.json(
    { code: 'SERVER', message: 'The page asked for nothing that can be done.', hint: null, at: null } satisfies Refusal,
    400,
  )
}
