import { json, number, recordOf, text } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { ReproducesMeta, RunMeta } from '../../format/meta.ts'
import { optional, shape } from '../../format/shape.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'

/** What `runlab run` asks of the process that executes the experiment. */
export interface ChildTask {
  /** Absolute path. */
  readonly file: string
  /** The `#name` behind the file. */
  readonly name: string | null
  /** The seed to use when none is asked for. */
  readonly drawnSeed: number
  /** The run that this one repeats; null for others. */
  readonly original: OriginalTask | null
  /** What the run that starts it gives it besides its command line; null for others. */
  readonly launch: LaunchTask | null
  readonly supervision: Supervision
}

export interface LaunchTask {
  /** Values of parameters as metadata have them. */
  readonly parameters: Readonly<Record<string, JsonValue>>
  readonly origin: Pick<RunMeta, 'parent' | 'sweep' | 'trial'>
}

export interface OriginalTask {
  /** Absolute path of its folder, or of its ZIP. */
  readonly folder: string
  readonly how: ReproducesMeta['how']
}

/** What the supervisor tells the experiment's process about itself. */
export interface Supervision {
  /** Path of the socket that the process reports to; null for a dry run, which has nothing to report. */
  readonly socket: string | null
  /** Columns of the terminal that output goes to in the end, where the process itself has pipes; else null. */
  readonly columns: number | null
  /** The process's terminal is one that the supervisor has made for it, and that hangs up when the supervisor goes. */
  readonly ownTerminal: boolean
  /** No standard stream of the supervisor is a terminal: a SIGHUP is noted, and nothing more. */
  readonly ignoresHangup: boolean
}

/** Reads what `JSON.stringify` made of a task. */
export function parseChildTask(line: string): ChildTask {
  const task: unknown = JSON.parse(line)
  if (!isPlainObject(task)) throw new TypeError('runlab: the child process was started without a task')
  const { file, name, drawnSeed, original, launch, supervision } = task
  if (typeof file !== 'string' || typeof drawnSeed !== 'number' || !isPlainObject(supervision)) {
    throw new TypeError('runlab: the child process was started with a task that is none')
  }
  const { socket, columns, ownTerminal, ignoresHangup } = supervision
  return {
    file,
    name: typeof name === 'string' ? name : null,
    drawnSeed,
    original: parseOriginal(original),
    launch: launch === null || launch === undefined ? null : parseLaunch(launch, { file: 'the task' }),
    supervision: {
      socket: typeof socket === 'string' ? socket : null,
      columns: typeof columns === 'number' ? columns : null,
      ownTerminal: ownTerminal === true,
      ignoresHangup: ignoresHangup === true,
    },
  }
}

const parseLaunch = shape({
  parameters: recordOf(json),
  origin: shape({ parent: optional(text), sweep: optional(text), trial: optional(number) }),
})

function parseOriginal(original: unknown): OriginalTask | null {
  if (!isPlainObject(original) || typeof original['folder'] !== 'string') return null
  const { folder, how } = original
  return { folder, how: how === 'reproduce' || how === 'expect' ? how : 'rerun' }
}
