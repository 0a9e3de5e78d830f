import type { CompareAnswer, LogPiece, MediaAnswer, RowsAnswer, RunAnswer } from '../../../src/server/protocol-run.ts'
import { ask } from './ask.ts'

/** What a run has that the page has not. Rejects with Refused. */
export async function askRun(run: string, held: RunAnswer['prints'], stop: AbortSignal): Promise<RunAnswer> {
  const query = new URLSearchParams({ run, held: JSON.stringify(held) })
  return await ask<RunAnswer>(`api/run?${query.toString()}`, stop)
}

/** The end of a log, what came after a place, or what was before it. Rejects with Refused. */
export async function askLog(
  run: string,
  place: { readonly from?: number; readonly before?: number },
  stop: AbortSignal,
): Promise<LogPiece> {
  const query = new URLSearchParams({ run })
  for (const [name, at] of Object.entries(place)) query.set(name, String(at))
  return await ask<LogPiece>(`api/log?${query.toString()}`, stop)
}

/** The points of a series of pictures, sounds or texts. Rejects with Refused. */
export async function askMedia(run: string, series: string, stop: AbortSignal): Promise<MediaAnswer> {
  return await ask<MediaAnswer>(`api/media?${new URLSearchParams({ run, series }).toString()}`, stop)
}

export interface RowsQuestion {
  readonly run: string
  readonly table: string
  readonly offset: number
  readonly limit: number
}

/** A piece of a table of a run. Rejects with Refused. */
export async function askRows({ run, table, offset, limit }: RowsQuestion, stop: AbortSignal): Promise<RowsAnswer> {
  const query = new URLSearchParams({ run, table, offset: String(offset), limit: String(limit) })
  return await ask<RowsAnswer>(`api/rows?${query.toString()}`, stop)
}

/** The beginning of a file of a run, as text, and whether there is more. Rejects with TypeError where the server does not answer. */
export async function askText(
  path: string,
  bytes: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const response = await fetch(path, { signal, headers: { range: `bytes=0-${bytes - 1}` } })
  if (!response.ok)
    throw new TypeError(response.status === 404 ? 'It is not there any more.' : `The server answered ${response.status}.`)
  const size = Number(response.headers.get('content-range')?.split('/')[1] ?? 0)
  return { text: await response.text(), isCut: size > bytes }
}

/** In what runs differ. Rejects with Refused. */
export async function askCompare(runs: readonly string[], stop: AbortSignal): Promise<CompareAnswer> {
  return await ask<CompareAnswer>(`api/compare?${new URLSearchParams(runs.map((run) => ['run', run])).toString()}`, stop)
}
