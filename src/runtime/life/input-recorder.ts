import { existsSync } from 'node:fs'
import { recordInput } from '../../archive/creation/record-input.ts'
import type { RunWriter } from '../../archive/writing/run-writer.ts'
import type { InputRecord } from '../../format/records.ts'
import type { PreparedRun } from './prepare-run.ts'

/** Records the files and folders that a run reads. */
export class InputRecorder {
  readonly #prepared: PreparedRun
  readonly #writer: RunWriter
  readonly #records: InputRecord[] = []

  constructor(prepared: PreparedRun, writer: RunWriter) {
    this.#prepared = prepared
    this.#writer = writer
  }

  get records(): readonly InputRecord[] {
    return this.#records
  }

  /** Records what `e.use` was given; relative paths start from the working directory. Gives the absolute path. */
  async use(path: string | URL): Promise<string> {
    const { record, path: absolute } = await this.#read(path, null)
    this.#add(record)
    return absolute
  }

  /** Records the files that parameters name, as far as they exist. */
  async recordParameters(): Promise<void> {
    for (const { parameter, given, absolute } of this.#prepared.resolved.paths) {
      if (!existsSync(absolute)) continue
      const { record } = await this.#read(absolute, parameter)
      this.#add({ ...record, path: given })
    }
  }

  async #read(path: string | URL, parameter: string | null): ReturnType<typeof recordInput> {
    const { project, request } = this.#prepared
    return await recordInput({ path, from: request.system.cwd(), project, parameter, now: request.system.now() })
  }

  #add(record: InputRecord): void {
    this.#writer.appendInput(record)
    this.#records.push(record)
  }
}
