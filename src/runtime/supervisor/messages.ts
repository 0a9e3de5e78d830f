import { isPlainObject } from '../../internal/is-plain-object.ts'

/**
 * What the experiment's process tells its supervisor, one JSON object a line over a local socket. The socket's end says that
 * the process is gone; to the process, that the supervisor is.
 */
export type Message =
  /** The run is in the archive: its output, what was said before included, is its log. */
  | { readonly type: 'opened'; readonly folder: string; readonly secrets: readonly string[] }
  /** Asks for an answer, any byte, when all that was said up to now is in the log. */
  | { readonly type: 'flush' }
  /** A signal has come, and the run is being finalised: hooks and all by `deadline`, in milliseconds since the epoch. */
  | { readonly type: 'interrupting'; readonly signal: string; readonly deadline: number }
  /** All is written; what comes now is the end panel and the exit. */
  | { readonly type: 'closed' }

/** The message of a line; null for what is none. */
export function parseMessage(line: string): Message | null {
  const value: unknown = JSON.parse(line)
  if (!isPlainObject(value)) return null
  const { type, folder, secrets, signal, deadline } = value
  if (type === 'opened' && typeof folder === 'string' && Array.isArray(secrets)) {
    return { type, folder, secrets: secrets.filter((secret) => typeof secret === 'string') }
  }
  if (type === 'interrupting' && typeof signal === 'string' && typeof deadline === 'number') return { type, signal, deadline }
  return type === 'closed' || type === 'flush' ? { type } : null
}
