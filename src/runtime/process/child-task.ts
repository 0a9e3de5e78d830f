import { isPlainObject } from '../../internal/is-plain-object.ts'

/** What `runlab run` asks of the process that executes the experiment. */
export interface ChildTask {
  /** Absolute path. */
  readonly file: string
  /** The `#name` behind the file. */
  readonly name: string | null
  /** The seed to use when none is asked for. */
  readonly drawnSeed: number
}

/** Reads what `JSON.stringify` made of a task. */
export function parseChildTask(text: string): ChildTask {
  const task: unknown = JSON.parse(text)
  if (!isPlainObject(task)) throw new TypeError('runlab: the child process was started without a task')
  const { file, name, drawnSeed } = task
  if (typeof file !== 'string' || typeof drawnSeed !== 'number') {
    throw new TypeError('runlab: the child process was started with a task that is none')
  }
  return { file, name: typeof name === 'string' ? name : null, drawnSeed }
}
