import type { Context } from 'hono'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { AnnotateOrder, LinesQuestion } from '../protocol.ts'

const KINDS = ['tag', 'untag', 'note', 'unnote'] as const

/** What a page orders, as JSON; null for anything else. Forms of other pages cannot send it. */
export async function readBody(context: Context): Promise<Readonly<Record<string, unknown>> | null> {
  if (context.req.header('content-type') !== 'application/json') return null
  const body: unknown = await context.req.json().catch(() => null)
  return isPlainObject(body) ? body : null
}

/** The runs that are meant; null where none is. */
export function chosenOf(body: Readonly<Record<string, unknown>> | null): LinesQuestion | null {
  const { picked, where = '', isGrouped } = body ?? {}
  if (!Array.isArray(picked) || picked.length === 0 || !picked.every((id) => typeof id === 'string')) return null
  return typeof where === 'string' ? { picked, where, isGrouped: isGrouped === true } : null
}

export function annotateOrderOf(body: Readonly<Record<string, unknown>> | null): AnnotateOrder | null {
  const chosen = chosenOf(body)
  const kind = KINDS.find((one) => one === body?.['kind'])
  const text = body?.['text']
  return chosen === null || kind === undefined || typeof text !== 'string' ? null : { ...chosen, kind, text }
}
