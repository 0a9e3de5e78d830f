import { RunlabError } from '../errors.ts'
import type { RunMeta, RunStatus } from '../format/meta.ts'
import { briefOf, parseBrief } from './index/run-brief.ts'
import type { RunBrief } from './index/run-brief.ts'
import { payloadOf } from './index/segment.ts'
import type { Entry } from './index/segment.ts'
import type { Listed, ListedRun } from './listed-run.ts'
import { readMeta } from './read-status.ts'

/** A run whose metadata have not changed since its index was written: it has ended. */
export class IndexedRun implements ListedRun {
  readonly folder: string
  readonly run: string
  readonly namespace: string
  readonly life = 'ended'
  readonly lastSign = null
  readonly #entry: Entry
  #brief: RunBrief | undefined
  #meta: RunMeta | undefined

  constructor({ folder, run, namespace }: Listed, entry: Entry) {
    this.folder = folder
    this.run = run
    this.namespace = namespace
    this.#entry = entry
  }

  get start(): number {
    return this.#entry.order
  }

  get status(): RunStatus {
    return this.brief.status
  }

  get brief(): RunBrief {
    return (this.#brief ??= this.#known() ?? briefOf(this.meta))
  }

  get meta(): RunMeta {
    return (this.#meta ??= readMeta(this.folder))
  }

  /** Null where the index was written by a runlab that kept something else. */
  #known(): RunBrief | null {
    try {
      return parseBrief(payloadOf(this.#entry), { file: this.folder })
    } catch (error) {
      if (error instanceof RunlabError) return null
      throw error
    }
  }
}
