import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { summaryOfThrown } from './thrown.ts'

/** Where values and metadata are that have no place in their run's folder: one folder a run. */
export class Rescue {
  readonly #prepared: PreparedRun
  readonly #live: OpenRun
  #folder: string | undefined

  constructor(prepared: PreparedRun, live: OpenRun) {
    this.#prepared = prepared
    this.#live = live
  }

  /** Saves both where there is room, in place of what was saved before, and says where. */
  save(): string {
    const { record, redactor } = this.#prepared
    try {
      this.#folder ??= mkdtempSync(join(tmpdir(), 'runlab-rescued-'))
      const writer = new RunWriter(this.#folder, redactor)
      writer.writeData(this.#live.saver.values)
      writer.writeMeta(record.toMeta())
      writer.removeAlive()
      return `Values and metadata are in ${this.#folder}`
    } catch (error) {
      return `Nor could values and metadata be saved in ${tmpdir()}: ${summaryOfThrown(error)}`
    }
  }

  /** What was saved is in its place by now. */
  remove(): void {
    if (this.#folder !== undefined) tryRemove(this.#folder)
  }
}
