import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { RunlabError } from '../errors.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { answerFields } from './answer-fields.ts'
import { answerTable } from './answer-table.ts'
import type { ArchiveState } from './archive-state.ts'
import { addCurves } from './curves/add-curves.ts'
import { directReader } from './curves/curve-reader.ts'
import type { CurveReader } from './curves/curve-reader.ts'
import { findArchivedFile } from './archived-file.ts'
import { sendFile } from './send-file.ts'
import { addCompare } from './compare/add-compare.ts'
import { addEditing } from './editing/add-editing.ts'
import { addRun } from './run/add-run.ts'
import { fileKeyOf, guard, isSame } from './guard.ts'
import type { GuardOptions } from './guard.ts'
import type { PageFile } from './page-files.ts'
import type { Refusal, TableQuestion } from './protocol.ts'

export interface AppOptions extends GuardOptions {
  readonly archive: ArchiveState
  /** By their paths: `/`, `/page.js`. */
  readonly page: ReadonlyMap<string, PageFile>
  /** Reads points; in this thread when left out. */
  readonly curves?: CurveReader
}

const MOST_ROWS = 1000
/** Milliseconds after which a silent connection says that it is there. */
const SIGN_OF_LIFE = 15_000

/** The page, what it asks, and files of the archive. Nothing of an archive is executed. */
export function createApp({ archive, page, curves = directReader(), ...guarding }: AppOptions): Hono {
  const app = new Hono()
  const key = fileKeyOf(guarding.token)
  app.get('/files/:key/*', (context) => {
    const { key: given } = context.req.param()
    if (!guarding.hosts.has(context.req.header('host') ?? '') || !isSame(given, key)) return context.text('No.\n', 403)
    const path = pathBehind(context.req.path, given)
    const file = path === null ? null : findArchivedFile(archive.folder, path)
    if (file === null) return context.text('There is no such file in the archive.\n', 404)
    return sendFile(context, file)
  })
  app.use(guard(guarding))
  app.get('/api/table', async (context) =>
    context.json(await answerTable(await archive.runs(), questionOf(context.req.query()), `files/${key}/`)),
  )
  addCurves(app, { archive, curves })
  addCompare(app, archive)
  addEditing(app, archive)
  addRun(app, { archive, files: `files/${key}/` })
  app.get('/api/fields', async (context) => context.json({ fields: answerFields(await archive.runs()) }))
  app.get('/api/events', (context) =>
    streamSSE(context, async (stream) => {
      const stop = archive.follow((change) => void stream.writeSSE({ event: 'changed', data: JSON.stringify(change) }))
      stream.onAbort(stop)
      await archive.runs()
      await stream.writeSSE({ event: 'changed', data: JSON.stringify(archive.change) })
      while (!stream.aborted && !stream.closed) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await stream.sleep(SIGN_OF_LIFE)
        // oxlint-disable-next-line no-await-in-loop
        await stream.write(':\n\n')
      }
    }),
  )
  app.get('*', (context) => {
    const file = page.get(context.req.path)
    if (file === undefined) return context.text('There is no such page.\n', 404)
    return context.body(file.bytes, 200, { 'content-type': file.type })
  })
  app.onError((error, context) => {
    if (error instanceof RunlabError) return context.json(refusalOf(error), 400)
    return context.json({ code: 'SERVER', message: String(error), hint: null, at: null } satisfies Refusal, 500)
  })
  return app
}

function pathBehind(path: string, key: string): string | null {
  try {
    return decodeURIComponent(path.slice(`/files/${key}/`.length))
  } catch {
    return null // no text that a browser would make
  }
}

function questionOf(query: Readonly<Record<string, string>>): TableQuestion {
  return {
    where: query['where'] ?? '',
    sort: query['sort'] ?? '',
    isGrouped: query['group'] === 'yes',
    columns: query['columns'] === undefined ? null : textsOf(query['columns']),
    offset: countOf(query['offset'], 0),
    limit: Math.min(countOf(query['limit'], 100), MOST_ROWS),
  }
}

function textsOf(text: string): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : null
  } catch {
    return null // an address that somebody has changed by hand: the columns that there are without it
  }
}

function countOf(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise
}

/** Where in an expression the mistake is, from its details. */
function refusalOf(error: RunlabError): Refusal {
  const { text, at } = isPlainObject(error.details) ? error.details : {}
  const place = typeof text === 'string' && typeof at === 'number' ? ([at, text.length] as const) : null
  // The message's further lines point at the place in a terminal.
  return {
    code: error.code,
    message: (error.message.split('\n')[0] ?? '').replace(/:$/, '.'),
    hint: error.hint ?? null,
    at: place,
  }
}
