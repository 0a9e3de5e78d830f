import { basename } from 'node:path'
import { colorsFor } from '../../render/colors.ts'
import { durationText } from '../../render/duration-text.ts'
import type { ConfigOutcome } from '../config-outcome.ts'
import { paintStatus } from '../paint-status.ts'
import { latestPoint } from './latest-point.ts'
import { LiveLines } from './live-lines.ts'

/** Milliseconds between two drawings. */
const REDRAW = 500
/** The share of the time that looking at what runs may take. */
const LOOKING = 0.05

interface Running {
  readonly config: string
  readonly start: number
  readonly folder: string
  latest: string | null
}

/** One line for each run: of those under way it is drawn anew where there is a terminal. */
export class JobsView {
  readonly #lines: LiveLines
  readonly #colors
  readonly #running = new Map<number, Running>()
  readonly #width: number
  #waiting: number
  #timer: NodeJS.Timeout | undefined

  constructor(stream: NodeJS.WriteStream, configs: readonly string[]) {
    this.#lines = new LiveLines(stream)
    this.#colors = colorsFor(stream, process.env)
    this.#width = Math.min(40, Math.max(...configs.map(({ length }) => length)))
    this.#waiting = configs.length
  }

  started(): void {
    this.#waiting -= 1
  }

  begun(index: number, config: string, folder: string): void {
    this.#running.set(index, { config, folder, start: performance.now(), latest: null })
    if (!this.#lines.isLive) return this.say(this.#line('running', config, [basename(folder)]))
    this.#draw('')
    this.#timer ??= setTimeout(() => this.#look(), REDRAW)
  }

  ended(index: number, { config, outcome, code, folder, duration }: ConfigOutcome, error: string | null): void {
    if (!this.#running.delete(index)) this.#waiting = Math.max(0, this.#waiting)
    const what = outcome === 'failed' || outcome === 'refused' ? `${outcome} (${code})` : outcome
    const facts = outcome === 'not run' ? [] : [durationText(duration), ...(folder === null ? [] : [basename(folder)])]
    this.say(this.#line(what, config, [...facts, ...(error === null ? [] : [error.split('\n', 1)[0] ?? ''])]))
  }

  /** Says something above the lines. */
  say(line: string): void {
    this.#draw(`${line}\n`)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#lines.show('', [])
  }

  #draw(said: string): void {
    const now = performance.now()
    const running = [...this.#running.values()].map(({ config, start, latest }) =>
      this.#line('running', config, [durationText(now - start), ...(latest === null ? [] : [latest])]),
    )
    const waiting = this.#waiting > 0 ? [this.#colors.dim(`${this.#waiting} waiting`)] : []
    this.#lines.show(said, [...running, ...waiting])
  }

  /** Looks how far the runs are, which takes its time where they track much: then less often. */
  #look(): void {
    const begun = performance.now()
    for (const run of this.#running.values()) run.latest = latestPoint(run.folder)
    this.#draw('')
    const took = performance.now() - begun
    this.#timer = setTimeout(() => this.#look(), Math.max(REDRAW, took / LOOKING))
  }

  #line(status: string, config: string, facts: readonly string[]): string {
    const line = `${status.padEnd(11)}  ${config.padEnd(this.#width)}  ${facts.join('  ')}`.trimEnd()
    const { width } = this.#lines
    const fitting = this.#lines.isLive && line.length > width ? `${line.slice(0, width - 1)}…` : line
    return paintStatus(fitting, status.split(' ', 1)[0] ?? '', this.#colors)
  }
}
