import type { Hono } from 'hono'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { ArchiveState } from '../archive-state.ts'
import { answerLog } from './answer-log.ts'
import { answerMedia } from './answer-media.ts'
import { TableReader } from './answer-rows.ts'
import { answerRun } from './answer-run.ts'
import { locateRun } from './locate-run.ts'

export interface RunPart {
  readonly archive: ArchiveState
  /** Before the paths of files: `files/KEY/`. */
  readonly files: string
}

const MOST_ROWS = 1000

/** What the page asks for one run. */
export function addRun(app: Hono, { archive, files }: RunPart): void {
  const tables = new TableReader()
  app.get('/api/run', async (context) => {
    const { run = '', held } = context.req.query()
    return context.json(await answerRun(archive, { id: run, held: textsOf(held) }, files))
  })
  app.get('/api/log', async (context) => {
    const { run = '', from, before } = context.req.query()
    return context.json(answerLog(await locateRun(archive, run), { from: countOf(from), before: countOf(before) }))
  })
  app.get('/api/media', async (context) => {
    const { run = '', series = '' } = context.req.query()
    return context.json(answerMedia(await locateRun(archive, run), series))
  })
  app.get('/api/rows', async (context) => {
    const { run = '', table = '', offset, limit } = context.req.query()
    const rows = { table, offset: countOf(offset) ?? 0, limit: Math.min(MOST_ROWS, countOf(limit) ?? 100) }
    return context.json(await tables.rows(await locateRun(archive, run), rows))
  })
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function textsOf(text: string | undefined): Readonly<Record<string, string>> {
  const held: unknown = text === undefined ? null : parse(text)
  if (!isPlainObject(held)) return {}
  return Object.fromEntries(Object.entries(held).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // as if it were not said
  }
}
