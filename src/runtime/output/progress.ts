import type { Progress, ProgressOptions } from '../../api/run.ts'
import { progressBar, progressSummary } from '../../render/progress-bar.ts'
import { numberText } from '../../render/charts/number-text.ts'
import type { ProgressState } from '../../render/progress-bar.ts'
import { valueText } from '../../render/value-text.ts'
import type { Terminal } from './terminal.ts'

/** What progress needs of its run. */
export interface ProgressContext {
  readonly terminal: Terminal
  /** Milliseconds, monotonic. */
  readonly clock: () => number
  /** Puts a line into the log. */
  readonly log: (line: string) => void
}

/** Iterations that are under way; nested ones share the status line. */
export function createProgress(context: ProgressContext): Progress {
  const open: Meter[] = []

  const draw = (force: boolean): void => {
    if (!force && !context.terminal.isDue) return
    const width = context.terminal.columns
    const shown = open.slice(-2)
    const share = Math.floor(width / Math.max(1, shown.length)) - 2
    context.terminal.show(shown.map((meter) => progressBar(meter.state(), share)).join('  '))
  }
  const start = (source: unknown, options: ProgressOptions): Meter => {
    const meter = new Meter(options, options.total ?? sizeOf(source), context.clock)
    open.push(meter)
    draw(true)
    return meter
  }
  const end = (meter: Meter, completed: boolean): void => {
    open.splice(open.indexOf(meter), 1)
    draw(true)
    context.log(progressSummary(meter.state(), completed))
  }

  function* iterate<T>(items: Iterable<T>, options: ProgressOptions): Generator<T, void, undefined> {
    const meter = start(items, options)
    let completed = false
    try {
      for (const item of items) {
        yield item
        meter.done += 1
        draw(false)
      }
      completed = true
    } finally {
      end(meter, completed)
    }
  }
  async function* iterateAsync<T>(items: AsyncIterable<T>, options: ProgressOptions): AsyncGenerator<T, void, undefined> {
    const meter = start(items, options)
    let completed = false
    try {
      for await (const item of items) {
        yield item
        meter.done += 1
        draw(false)
      }
      completed = true
    } finally {
      end(meter, completed)
    }
  }

  function progress(items: unknown, options: ProgressOptions = {}): Iterable<unknown> | AsyncIterable<unknown> {
    if (typeof items === 'number' && !Number.isNaN(items))
      return iterate(count(items), { total: Math.max(0, Math.ceil(items)), ...options })
    if (isAsyncIterable(items)) return iterateAsync(items, options)
    if (isIterable(items)) return iterate(items, options)
    throw new TypeError(
      `e.progress takes a count or something to iterate over, not ${items === null ? 'null' : Number.isNaN(items) ? 'NaN' : typeof items}.`,
    )
  }
  return progress as Progress
}

class Meter {
  done = 0
  readonly #options: ProgressOptions
  readonly #total: number | null
  readonly #clock: () => number
  readonly #started: number

  constructor(options: ProgressOptions, total: number | null, clock: () => number) {
    this.#options = options
    this.#total = total
    this.#clock = clock
    this.#started = clock()
  }

  state(): ProgressState {
    const { label = 'progress', show } = this.#options
    const beside = show === undefined ? '' : besideText(show)
    return { label, done: this.done, total: this.#total, elapsed: this.#clock() - this.#started, beside }
  }
}

/** What cannot be shown ends no run. */
function besideText(show: NonNullable<ProgressOptions['show']>): string {
  try {
    return Object.entries(show())
      .map(([name, value]) => `${name} ${typeof value === 'number' ? numberText(value) : valueText(value)}`)
      .join(', ')
  } catch (error) {
    return `show threw ${String(error)}`
  }
}

function* count(total: number): Generator<number, void, undefined> {
  for (let index = 0; index < total; index++) yield index
}

function sizeOf(source: unknown): number | null {
  if (typeof source === 'string') return [...source].length
  if (typeof source !== 'object' || source === null) return null
  if ('length' in source && typeof source.length === 'number') return source.length
  if ('size' in source && typeof source.size === 'number') return source.size
  return null
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return value !== null && value !== undefined && typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function'
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function'
  )
}
