import { join } from 'node:path'
import { LogWriter } from '../../archive/writing/log-writer.ts'
import type { LogSource } from '../../archive/writing/log-writer.ts'
import type { RunWriter } from '../../archive/writing/run-writer.ts'
import { FILES } from '../../format/files.ts'
import { Redactor } from '../../secrets/redactor.ts'

/** Bytes that are kept of what is said before a run is opened. */
const LARGEST_BEFORE = 16 * 2 ** 20
/** Lines and characters that are kept of the end. */
const LAST_LINES = 20
const LAST_CHARACTERS = 4000

interface Said {
  readonly source: LogSource
  readonly bytes: Uint8Array
  readonly time: Date
}

/** Puts what a process says into the log of its run. What it says before there is a run, while modules load, comes first. */
export class LogRecorder {
  #before: Said[] = []
  #size = 0
  #dropped = 0
  #log: LogWriter | undefined
  #error: unknown
  #last = ''
  #ranOutOfMemory = false

  /** Takes what was said. The bytes must not change after. */
  write(source: LogSource, bytes: Uint8Array): void {
    if (this.#log !== undefined) return this.#log.write(source, bytes)
    this.#size += bytes.length
    if (this.#size > LARGEST_BEFORE) this.#dropped += bytes.length
    else this.#before.push({ source, bytes, time: new Date() })
  }

  /** Begins the log in a run's folder. Where another has taken its place, there is none, and `error` says so. */
  open(run: RunWriter, secrets: readonly string[]): void {
    if (this.#log !== undefined || this.#error !== undefined) return
    try {
      run.check(FILES.log)
    } catch (error) {
      this.#error = error
      return
    }
    const redactor = new Redactor(secrets)
    const log = new LogWriter({
      file: join(run.folder, FILES.log),
      now: () => new Date(),
      mask: (line) => redactor.mask(line),
      onLines: (lines) => this.#keep(lines),
    })
    for (const { source, bytes, time } of this.#before) log.write(source, bytes, time)
    if (this.#dropped > 0)
      log.write('runlab', `[runlab] ${this.#dropped} bytes that were said before the run are not in this log.\n`)
    this.#before = []
    this.#log = log
  }

  close(): void {
    this.#log?.close()
  }

  /** What went wrong with the log; undefined when it is whole. */
  get error(): unknown {
    return this.#error ?? this.#log?.error
  }

  /** The last lines of the log, secrets masked. */
  get lastLines(): readonly string[] {
    return this.#last.split('\n').slice(0, -1).slice(-LAST_LINES)
  }

  /** Whether V8 said so. */
  get ranOutOfMemory(): boolean {
    return this.#ranOutOfMemory
  }

  #keep(lines: string): void {
    this.#ranOutOfMemory ||= /FATAL ERROR: .*out of memory/i.test(lines)
    this.#last = (this.#last + lines).slice(-LAST_CHARACTERS)
  }
}
