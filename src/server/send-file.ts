import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { ArchivedFile } from './archived-file.ts'

/** Scripts of an archived page may run, in an origin that is nobody's: they reach neither the page nor what it asks. */
const FILE_POLICY = 'sandbox allow-scripts allow-popups allow-downloads'

/** Gives a file, or the part of it that is asked for: a player jumps to a place in a video. */
export function sendFile(context: Context, { path, size, type }: ArchivedFile): Response {
  const headers = {
    'content-type': type,
    'content-security-policy': FILE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'accept-ranges': 'bytes',
  }
  const range = rangeOf(context.req.header('range'), size)
  if (range === 'beyond') return context.body(null, 416, { ...headers, 'content-range': `bytes */${size}` })
  const [start, end] = range ?? [0, size - 1]
  const length = { 'content-length': String(end - start + 1) }
  const body = size === 0 ? '' : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream)
  if (range === null) return context.body(body, 200, { ...headers, ...length })
  return context.body(body, 206, { ...headers, ...length, 'content-range': `bytes ${start}-${end}/${size}` })
}

/** The first and the last byte; null for all, as where several parts are asked for. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | 'beyond' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  const [, from = '', to = ''] = found ?? []
  if (found === null || (from === '' && to === '')) return null
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to))
  return start > end || start >= size ? 'beyond' : [start, end]
}
