import { Refused } from './refused.ts'
import type { Refusal, TablePage, TableQuestion } from '../../../src/server/protocol.ts'

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

async function ask<T>(path: string, signal: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' } })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Refused(UNREACHABLE)
  }
  const answer: unknown = await response.json().catch(() => null)
  // The server and the page come from one build: its types are the contract.
  if (response.ok) return answer as T
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
