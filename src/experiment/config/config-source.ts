import { dirname } from 'node:path'
import { problem } from '../../errors.ts'
import type { ErrorCode, ErrorDetails, Problem, SourcePlace } from '../../errors.ts'
import { codeFrame } from '../../internal/code-frame.ts'

/** As in code frames. */
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g

interface Found {
  readonly problem: Problem
  readonly offset: number
}

/** The text of a config, without its byte order mark, and what is wrong in it. */
export class ConfigSource {
  /** Absolute path. */
  readonly file: string
  readonly text: string
  readonly #lineStarts: readonly number[]
  readonly #found: Found[] = []

  constructor(file: string, text: string) {
    this.file = file
    this.text = text.replace(/^\uFEFF/, '')
    this.#lineStarts = [0, ...Array.from(this.text.matchAll(LINE_BREAK), (match) => match.index + match[0].length)]
  }

  get folder(): string {
    return dirname(this.file)
  }

  /** In the order of their places. */
  get problems(): readonly Problem[] {
    return this.#found.toSorted((a, b) => a.offset - b.offset).map((found) => found.problem)
  }

  placeAt(offset: number): SourcePlace {
    const { file, text } = this
    const line = this.#lineStarts.findLastIndex((start) => start <= offset) + 1
    const column = offset - (this.#lineStarts[line - 1] ?? 0) + 1
    return {
      file,
      line,
      column,
      // Most places are never shown.
      get frame() {
        return codeFrame(text, { line, column })
      },
    }
  }

  report<C extends ErrorCode>(code: C, details: ErrorDetails<C>, offset: number): void {
    this.#found.push({ problem: { ...problem(code, details), place: this.placeAt(offset) }, offset })
  }

  /** Where the line of an offset begins, and where the next one does. */
  lineAround(offset: number): { readonly start: number; readonly end: number } {
    const { line } = this.placeAt(offset)
    return { start: this.#lineStarts[line - 1] ?? 0, end: (this.#lineStarts[line] ?? this.text.length + 1) - 1 }
  }
}
