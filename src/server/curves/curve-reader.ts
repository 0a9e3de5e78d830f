import { ServiceThread } from '../../tracking/threads/service-thread.ts'
import type { ChooseLines } from './choose-lines.ts'
import { CurveStore } from './curve-store.ts'
import type { CurvesTask } from './curves-task.ts'
import { packLines } from './pack-lines.ts'
import type { PackedLines } from './pack-lines.ts'
import { readLines } from './read-lines.ts'
import { readNames } from './read-names.ts'

/** Reads what runs have tracked. Answers come in any order; the same may be asked for twice at once. */
export interface CurveReader {
  lines(task: CurvesTask): Promise<PackedLines>
  /** The series of numbers that each of some runs has by now, by their folders; none of a run that cannot be read. */
  names(folders: readonly string[]): Promise<readonly (readonly string[])[]>
}

/** What answers are made from. */
export interface CurveSources {
  readonly choose: ChooseLines
  readonly reader: CurveReader
}

/** What the thread is sent. `about` tells it from what else is under way. */
export type ToCurvesThread =
  | { readonly about: string; readonly task: CurvesTask }
  | { readonly about: string; readonly folders: readonly string[] }

export type CurvesThreadAnswer = PackedLines | readonly (readonly string[])[]

/** Reads in the thread that asks. */
export function directReader(store = new CurveStore()): CurveReader {
  return {
    lines: (task) => Promise.resolve(packLines(readLines(store, task), task)),
    names: (folders) => Promise.resolve(readNames(store, folders)),
  }
}

/** Reads in a thread of its own, so that other questions are answered meanwhile; `program` is the URL of the built `curves-thread`. */
export function threadReader(program: string): CurveReader {
  const thread = new ServiceThread<ToCurvesThread, CurvesThreadAnswer>({ program, name: 'curves' })
  const direct = directReader()
  let asked = 0
  // Of a thread that could not be started, or has ended, the answer comes all the same.
  return {
    async lines(task) {
      const about = String(asked++)
      const answer = await thread.ask(about, { about, task })
      return answer !== null && 'lines' in answer ? answer : await direct.lines(task)
    },
    async names(folders) {
      const about = String(asked++)
      const answer = await thread.ask(about, { about, folders })
      return answer === null || 'lines' in answer ? await direct.names(folders) : answer
    },
  }
}
