import { terminalText } from '../../render/terminal-text.ts'

/** Lines at the end of what a terminal shows that are drawn anew; what is said meanwhile stands above them. */
export class LiveLines {
  readonly #stream: NodeJS.WriteStream
  #drawn = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** Columns that a line may have. */
  get width(): number {
    return (this.#stream.columns || 80) - 1
  }

  /** Whether lines can be drawn anew. */
  get isLive(): boolean {
    return this.#stream.isTTY && process.env['TERM'] !== 'dumb'
  }

  /** Says something that stays, and draws the lines below it. None of them may be wider than the terminal. */
  show(said: string, lines: readonly string[]): void {
    const back = this.#drawn === 0 ? '' : `\u001B[${this.#drawn}A\u001B[J`
    const below = this.isLive ? lines.slice(0, Math.max(1, (this.#stream.rows || 24) - 1)) : []
    this.#drawn = below.length
    const text = terminalText(`${said}${below.map((line) => `${line}\n`).join('')}`)
    if (back !== '' || text !== '') this.#stream.write(`${back}${text}`)
  }
}
