import { relative, sep } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { withBuiltIns } from '../../internal/built-ins.ts'
import { isA } from '../../internal/is-a.ts'
import type { PreparedRun } from './prepare-run.ts'

/** What is missing without being a loss: signs of life, what is left of unfinished writes, and that it is not drawn yet. */
const NO_LOSS: ReadonlySet<string> = new Set([FILES.alive, FILES.partial, FILES.undrawn])

/** The ways to write a run's record on a disk that may fail. */
export interface Writing {
  /**
   * Does a step of ours. A document that it cannot write is noted as missing; anything else that it throws fails the run.
   * The steps after it are done all the same.
   */
  readonly attempt: (step: () => unknown) => Promise<void>
  /** Writes status and values; `flush` waits until they are on the disk itself. */
  readonly persist: (flush: boolean) => Promise<void>
  /** The same at once, for a process that ends when this returns. */
  readonly persistNow: () => void
}

export interface Trouble {
  /** Takes what a step of ours has thrown. */
  readonly note: (error: unknown) => void
  /** Takes what was thrown while values are saved by the way; they are written again at the end in any case. */
  readonly noteByTheWay: (error: unknown) => void
  /** Takes what a step that names an artifact has thrown, which the experiment gets as well. */
  readonly noteArtifact: (name: string, error: unknown) => void
}

export type Document = readonly [name: string, write: (flush: boolean) => void]

/** Keeps account of what could not be written, and says it once: the rest is named at the end. */
export function createTrouble(
  { record, request, folder }: PreparedRun,
  report: (thrown: unknown) => void,
  say: (text: string) => void,
): Trouble {
  let isSaid = false
  const lose = (error: RunlabError): void => {
    const path = relative(folder, String(error.details['path'])).split(sep).join('/')
    const reason = String(error.details['reason'])
    if (!NO_LOSS.has(path)) record.lose(path, reason)
    if (!isSaid) say(`Cannot write ${path} in ${folder}: ${reason}. The run goes on; what is missing is named at its end.`)
    isSaid = true
  }
  const note = (error: unknown): void => {
    if (isUnwritable(error) && record.phase !== 'prepare') lose(error)
    else {
      record.fail(error, request.system.now())
      report(error)
    }
  }
  const noteByTheWay = (error: unknown): void => {
    if (isUnwritable(error)) lose(error)
    else record.warn(`Values could not be saved while running: ${error instanceof Error ? error.message : String(error)}`)
  }
  const noteArtifact = (name: string, error: unknown): void => {
    if (isUnwritable(error)) record.lose(name, String(error.details['reason']))
  }
  return { note, noteByTheWay, noteArtifact }
}

/** What cannot be written now is written with the next of them. */
export function createWriting({ record }: PreparedRun, { note }: Trouble, documents: readonly Document[]): Writing {
  const write = ([name, save]: Document, flush: boolean): void => {
    try {
      save(flush)
      record.recover(name)
    } catch (error) {
      note(error)
    }
  }
  const persistNow = (flush = false): void => {
    // The metadata comes last: it says when the values could not be written.
    withBuiltIns(() => {
      for (const document of documents) write(document, flush)
    })
  }
  return {
    attempt: async (step) => {
      try {
        await step()
      } catch (error) {
        withBuiltIns(() => note(error))
      }
    },
    persist: async (flush) => persistNow(flush),
    persistNow: () => persistNow(),
  }
}

function isUnwritable(error: unknown): error is RunlabError {
  return isA(error, RunlabError) && error.code === 'ARCHIVE_UNWRITABLE'
}
