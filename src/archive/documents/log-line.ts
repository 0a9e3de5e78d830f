import { stripVTControlCharacters } from 'node:util'

/** Codes that send the cursor of a terminal to the line's first column. */
// oxlint-disable-next-line no-control-regex -- escape codes begin with a control character
const RESTART = /\u001B\[[01]?G/g
/** Codes that erase the line: as a whole, and from its start on. */
// oxlint-disable-next-line no-control-regex -- as above
const ERASE = /\u001B\[2K|\r\u001B\[0?[KJ]/g
/** Stands for an erased line. No text has it: it is a control character that is stripped anyway. */
const ERASED = '\u001A'
/** The longest unfinished line that is kept, in characters; what follows goes to a line of its own. */
const LONGEST = 1_000_000
/** An escape code that may go on in the next piece. */
// oxlint-disable-next-line no-control-regex -- as above
const UNFINISHED_CODE = /\u001B(?:\[[\d;?]*)?$/

/** Turns the pieces of one stream into lines as a terminal would have left them, without its codes, and masked. */
export class LogLine {
  readonly #mask: (line: string) => string
  #text = ''
  #stamp = ''
  /** A carriage return has come, and nothing after it: what follows decides whether the line starts anew. */
  #isReturning = false
  #held = ''

  constructor(mask: (line: string) => string = (line) => line) {
    this.#mask = mask
  }

  /** Gives the lines that are complete with this piece, each with its stamp and a newline. `stamp` is the time of the piece. */
  take(piece: string, stamp: string): string {
    const all = this.#held + piece
    this.#held = UNFINISHED_CODE.exec(all)?.[0] ?? ''
    const text = all
      .slice(0, all.length - this.#held.length)
      .replaceAll(ERASED, '')
      .replaceAll(ERASE, ERASED)
      .replaceAll(RESTART, '\r')
    let done = ''
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) done += this.#end(stamp)
      this.#extend(part, stamp)
    }
    if (this.#text.length > LONGEST) done += this.#end(stamp)
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
      const erased = state.lastIndexOf(ERASED)
      if (erased >= 0) this.#text = ''
      const said = state.slice(erased + 1)
      if (said === '') continue
      if (this.#isReturning) this.#text = ''
      this.#isReturning = false
      if (this.#text === '') this.#stamp = stamp
      this.#text += said
    }
  }

  /** `stamp` is for an empty line, which has no first character. */
  #end(stamp: string): string {
    const line = this.#text === '' ? stamp : `${this.#stamp}  ${this.#mask(stripVTControlCharacters(this.#text))}`
    this.#text = ''
    this.#isReturning = false
    return `${line}\n`
  }
}
