import { stripVTControlCharacters } from 'node:util'

/** Codes that make a terminal write the line anew: to its first column, and erase it whole. */
// oxlint-disable-next-line no-control-regex -- escape codes begin with a control character
const RESTART = /\u001B\[(?:[01]?G|2K)/g
/** An escape code that may go on in the next piece. */
// oxlint-disable-next-line no-control-regex -- as above
const UNFINISHED_CODE = /\u001B(?:\[[\d;?]*)?$/

/** Turns the pieces of one stream into lines as a terminal would have left them, without its codes. */
export class LogLine {
  #text = ''
  #stamp = ''
  /** A carriage return has come, and nothing after it: what follows decides whether the line starts anew. */
  #isReturning = false
  #held = ''

  /** Gives the lines that are complete with this piece, each with its stamp and a newline. `stamp` is the time of the piece. */
  take(piece: string, stamp: string): string {
    const all = this.#held + piece
    this.#held = UNFINISHED_CODE.exec(all)?.[0] ?? ''
    const text = all.slice(0, all.length - this.#held.length).replaceAll(RESTART, '\r')
    let done = ''
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) done += this.#end(stamp)
      this.#extend(part, stamp)
    }
    return done
  }

  /** Gives the unfinished line, if there is one. */
  finish(): string {
    this.#held = ''
    return this.#text === '' ? '' : this.#end('')
  }

  #extend(part: string, stamp: string): void {
    for (const [i, state] of part.split('\r').entries()) {
      if (i > 0) this.#isReturning = true
      if (state === '') continue
      if (this.#isReturning) this.#text = ''
      this.#isReturning = false
      if (this.#text === '') this.#stamp = stamp
      this.#text += state
    }
  }

  /** `stamp` is for an empty line, which has no first character. */
  #end(stamp: string): string {
    const line = this.#text === '' ? stamp : `${this.#stamp}  ${stripVTControlCharacters(this.#text)}`
    this.#text = ''
    this.#isReturning = false
    return `${line}\n`
  }
}
