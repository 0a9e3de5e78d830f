import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { TextDecoder } from 'node:util'
import { formatLocalTime } from '../../internal/format-local-time.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { LogLine } from '../documents/log-line.ts'

export type LogStream = 'out' | 'err'
/** Where a line of the log comes from: a standard stream, or runlab itself, which says whole lines. */
export type LogSource = LogStream | 'runlab'

export interface LogWriterOptions {
  /** Absolute path; made when missing, appended to otherwise. */
  readonly file: string
  readonly now: () => Date
  /** Takes out of a line what must not be written. */
  readonly mask?: (line: string) => string
  /** Takes complete lines as they are written. */
  readonly onLines?: (lines: string) => void
}

/**
 * Appends what a run says to its log. Each line is one synchronous append when its end arrives: a kill loses no line that
 * was complete. In front of it stands the local time at which its first character came. The sources do not mix within a
 * line. Never throws: what goes wrong is in `error`, and in the log itself once it can be written again.
 */
export class LogWriter {
  readonly #now: () => Date
  readonly #lines: Readonly<Record<LogSource, SourceState>>
  readonly #onLines: ((lines: string) => void) | undefined
  #descriptor: number | undefined
  readonly #file: string
  #isTorn = false
  /** Bytes that could not be written since the last that could. */
  #missing = 0
  #error: unknown

  constructor({ file, now, mask = (line) => line, onLines }: LogWriterOptions) {
    this.#file = file
    this.#now = now
    this.#lines = { out: newState(mask), err: newState(mask), runlab: newState(mask) }
    this.#onLines = onLines
    try {
      this.#descriptor = openSync(file, 'a')
    } catch (error) {
      this.#error = error
    }
  }

  /** The first thing that went wrong; undefined when all is written. */
  get error(): unknown {
    return this.#error
  }

  /** Takes what was said at `time`, now when left out. Bytes are UTF-8, and may end within a character. */
  write(source: LogSource, text: string | Uint8Array, time?: Date): void {
    const { decoder, line } = this.#lines[source]
    const said = typeof text === 'string' ? decoder.decode() + text : decoder.decode(text, { stream: true })
    if (said !== '') this.#append(line.take(said, formatLocalTime(time ?? this.#now())))
  }

  /** Appends what is left of unfinished lines, and closes the file. What is written later is dropped. */
  close(): void {
    for (const { decoder, line } of Object.values(this.#lines)) {
      this.#append(line.take(decoder.decode(), formatLocalTime(this.#now())) + line.finish())
    }
    if (this.#descriptor === undefined) return
    if (!this.#isInPlace(this.#descriptor)) this.#error ??= new Error('it was removed while the run was writing it')
    closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  /** A file that was removed takes what is written without a word. */
  #isInPlace(descriptor: number): boolean {
    const [own, there] = [fstatSync(descriptor), statIfThere(this.#file)]
    return there?.ino === own.ino && there.dev === own.dev
  }

  #append(text: string): void {
    if (text === '' || this.#descriptor === undefined) return
    this.#onLines?.(text)
    // The half of a line that a full disk has left must not run into the next one.
    const gap = `${this.#isTorn ? '\n' : ''}${this.#missing > 0 ? this.#noteOfGap() : ''}`
    const bytes = Buffer.from(gap + text)
    let written = 0
    try {
      while (written < bytes.length) {
        written += writeSync(this.#descriptor, bytes, written)
        this.#isTorn = written < bytes.length
      }
      this.#missing = 0
    } catch (error) {
      this.#error ??= error
      this.#missing += Buffer.byteLength(text) - Math.max(0, written - Buffer.byteLength(gap))
    }
  }

  #noteOfGap(): string {
    const reason = systemErrorReason(this.#error) ?? String(this.#error)
    return `${formatLocalTime(this.#now())}  [runlab] ${this.#missing} bytes are missing here: ${reason}.\n`
  }
}

interface SourceState {
  readonly decoder: TextDecoder
  readonly line: LogLine
}

function newState(mask: (line: string) => string): SourceState {
  return { decoder: new TextDecoder(), line: new LogLine(mask) }
}
