import { Refused } from './refused.ts'
import type {
  CurvesQuestion,
  LinesQuestion,
  Refusal,
  SeriesAnswer,
  TablePage,
  TableQuestion,
} from '../../../src/server/protocol.ts'

/** Rows of the table. Rejects with Refused. */
export async function askTable(question: TableQuestion, stop: AbortSignal): Promise<TablePage> {
  const { where, sort, isGrouped, columns, offset, limit } = question
  const query = new URLSearchParams({
    where,
    sort,
    group: isGrouped ? 'yes' : 'no',
    offset: String(offset),
    limit: String(limit),
  })
  if (columns !== null) query.set('columns', JSON.stringify(columns))
  return await ask<TablePage>(`api/table?${query.toString()}`, stop)
}

/** Expressions of all that runs have, for columns and the filter. Rejects with Refused. */
export async function askFields(stop: AbortSignal): Promise<readonly string[]> {
  return (await ask<{ readonly fields: readonly string[] }>('api/fields', stop)).fields
}

/** What can be drawn of runs. Rejects with Refused. */
export async function askSeries(question: LinesQuestion, stop: AbortSignal): Promise<SeriesAnswer> {
  return await ask<SeriesAnswer>(`api/series?${linesQuery(question).toString()}`, stop)
}

/** The points of a series, as bytes. Rejects with Refused. */
export async function askCurves(question: CurvesQuestion, stop: AbortSignal): Promise<ArrayBuffer> {
  const query = curvesQuery(question)
  if (Object.keys(question.held).length > 0) query.set('held', JSON.stringify(question.held))
  return await (await send(`api/curves?${query.toString()}`, stop)).arrayBuffer()
}

/** Where a chart is given as a file. */
export function figureAddress(question: CurvesQuestion, { format, isLogX, isLogY }: FigureLook): string {
  const query = curvesQuery(question)
  query.set('format', format)
  if (isLogX) query.set('logx', 'yes')
  if (isLogY) query.set('logy', 'yes')
  return `api/figure?${query.toString()}`
}

interface FigureLook {
  readonly format: string
  readonly isLogX: boolean
  readonly isLogY: boolean
}

function linesQuery({ where, isGrouped, picked }: LinesQuestion): URLSearchParams {
  const query = new URLSearchParams({ where, group: isGrouped ? 'yes' : 'no' })
  for (const id of picked) query.append('pick', id)
  return query
}

function curvesQuery({ series, x, band, smoothing, from, to, width, ...lines }: CurvesQuestion): URLSearchParams {
  const query = linesQuery(lines)
  for (const [name, value] of Object.entries({ series, x, band, smoothing, from, to, width }))
    if (value !== null) query.set(name, String(value))
  return query
}

/** What the server answers. Rejects with Refused. */
export async function ask<T>(path: string, signal: AbortSignal): Promise<T> {
  // The server and the page come from one build: its types are the contract.
  return (await (await send(path, signal)).json()) as T
}

/** Has something changed, and gives what became of it. Rejects with Refused. */
export async function order<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return (await (await send(path, undefined, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T
}

/** What was answered. Rejects with Refused. */
async function send(path: string, signal?: AbortSignal, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, signal: signal ?? null, ...init })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Refused(UNREACHABLE)
  }
  if (response.ok) return response
  const answer: unknown = await response.json().catch(() => null)
  throw new Refused(
    isRefusal(answer) ? answer : { code: 'SERVER', message: `The server answered ${response.status}.`, hint: null, at: null },
  )
}

const UNREACHABLE: Refusal = {
  code: 'UNREACHABLE',
  message: 'The server does not answer.',
  hint: 'Run `runlab ui` again, and open the address that it prints.',
  at: null,
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer
}
