import { outsideScope } from '../globals.ts'
import type { OutputStream } from '../system.ts'

const ERASE_LINE = '\r\u001b[2K'
/** Milliseconds between two drawings of a status line. */
const REDRAW_INTERVAL = 100

/**
 * A status line at the bottom of the terminal, below what is printed. Draws on standard error, and only where that is
 * a terminal (none is given where nothing shall be drawn); anything printed to a terminal goes above it.
 */
export class Terminal {
  readonly #stderr: OutputStream | null
  readonly #now: () => number
  #status = ''
  #drawn = false
  #lastDraw = -Infinity
  /** Whether the cursor stands at the start of a line, so that a status line hides nothing. */
  #atLineStart = true

  constructor(stderr: OutputStream | null, now: () => number) {
    this.#stderr = stderr
    this.#now = now
  }

  get isInteractive(): boolean {
    return this.#stderr?.isTTY === true
  }

  get columns(): number {
    return this.#stderr?.columns || 80
  }

  /** Whether a new status line would be drawn now: there is a terminal, and the last drawing is 100 ms old. */
  get isDue(): boolean {
    return this.isInteractive && this.#now() - this.#lastDraw >= REDRAW_INTERVAL
  }

  /** Shows a status line; an empty one removes it. */
  show(status: string): void {
    if (!this.isInteractive) return
    this.#status = status
    this.#lastDraw = this.#now()
    this.#draw()
  }

  /** Prints through `echo`, with the status line out of the way. */
  print(chunk: string | Uint8Array, echo: () => boolean, isTerminal: boolean): boolean {
    if (!isTerminal || !this.isInteractive) return echo()
    if (this.#drawn) {
      this.#write(ERASE_LINE)
      this.#drawn = false
    }
    const accepted = echo()
    const last = chunk[chunk.length - 1]
    if (last !== undefined) this.#atLineStart = last === '\n' || last === 10
    if (this.#status !== '' && this.isDue) this.show(this.#status)
    return accepted
  }

  /** Lets a status line stand as it is, where what it tells of was given up; what is printed next begins a line. */
  leave(): void {
    if (this.#drawn) this.#write('\n')
    this.#drawn = false
    this.#status = ''
  }

  #draw(): void {
    if (!this.#atLineStart) return
    if (this.#drawn) this.#write(ERASE_LINE)
    this.#drawn = this.#status !== ''
    if (this.#drawn) this.#write(this.#status)
  }

  /** Not as the run's output: a status line is in no log. */
  #write(text: string): void {
    outsideScope(() => this.#stderr?.write(text))
  }
}
