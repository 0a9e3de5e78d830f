import type { LogStream } from '../../archive/writing/log-writer.ts'
import type { Pulse } from '../system-series/pulse.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'

/**
 * What the experiment's process tells its supervisor, one JSON object a line over a local socket. The socket's end says that
 * the process is gone; to the process, that the supervisor is.
 */
export type Message =
  /**
   * The run is in the archive: its output, what was said before included, is its log. `sampled` is every how many milliseconds
   * its process is. `visuals`: what it tracks is to be drawn. `scratch` is an archive that goes with the process. `identity` is the folder's: by the time this is read,
   * another may have taken its place.
   */
  | {
      readonly type: 'opened'
      readonly folder: string
      readonly identity: string | null
      readonly secrets: readonly string[]
      readonly sampled: number | null
      readonly scratch: string | null
      readonly visuals: boolean
    }
  /** How the main thread does; see SystemSampler. */
  | { readonly type: 'pulse'; readonly pulse: Pulse }
  /** What is tracked is about to be sealed: nothing may come any more. */
  | { readonly type: 'sealing' }
  /** Lines that go into the log and not to the terminal. */
  | { readonly type: 'note'; readonly lines: string }
  /** What goes to the terminal and not into the log: bytes, one a character. */
  | { readonly type: 'show'; readonly stream: LogStream; readonly bytes: string }
  /** Asks for an answer, any byte, when all that was said up to now is in the log. */
  | { readonly type: 'flush' }
  /** The run has read `e.signal`: after a signal it is to be given so many milliseconds. */
  | { readonly type: 'read signal'; readonly grace: number }
  /** A signal has come, and the run ends by itself, or hooks and finalising do: by `deadline`, in milliseconds since the epoch. */
  | {
      readonly type: 'interrupting'
      readonly step: 'settling' | 'finishing'
      readonly signal: string
      readonly deadline: number
    }
  /** All is written; what comes now is the end panel and the exit. */
  | { readonly type: 'closed' }

/** The message of a line; null for what is none. */
export function parseMessage(line: string): Message | null {
  const value: unknown = JSON.parse(line)
  if (!isPlainObject(value)) return null
  const { type, folder, identity, secrets, sampled, scratch, visuals, pulse, lines, stream, bytes } = value
  if (type === 'opened' && typeof folder === 'string' && Array.isArray(secrets)) {
    const strings = secrets.filter((secret) => typeof secret === 'string')
    return {
      type,
      folder,
      identity: typeof identity === 'string' ? identity : null,
      secrets: strings,
      sampled: typeof sampled === 'number' ? sampled : null,
      scratch: typeof scratch === 'string' ? scratch : null,
      visuals: visuals !== false,
    }
  }
  if (type === 'note' && typeof lines === 'string') return { type, lines }
  if (type === 'show' && typeof bytes === 'string') return { type, stream: stream === 'err' ? 'err' : 'out', bytes }
  if (type === 'pulse' && isPlainObject(pulse)) {
    const { mean, longest, heap } = pulse
    return { type, pulse: { mean: Number(mean), longest: Number(longest), heap: Number(heap) } }
  }
  if (type === 'interrupting' || type === 'read signal') return parseInterrupting(value)
  return type === 'closed' || type === 'flush' || type === 'sealing' ? { type } : null
}

function parseInterrupting({ type, step, signal, deadline, grace }: Readonly<Record<string, unknown>>): Message | null {
  if (type === 'read signal') return typeof grace === 'number' ? { type, grace } : null
  if (type !== 'interrupting' || typeof signal !== 'string' || typeof deadline !== 'number') return null
  return { type, step: step === 'settling' ? step : 'finishing', signal, deadline }
}
