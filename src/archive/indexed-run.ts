import type { RunMeta, RunStatus } from '../format/meta.ts'
import type { Row } from './index/block.ts'
import { briefOfRow } from './index/brief-facts.ts'
import { briefOf } from './index/run-brief.ts'
import type { RunBrief } from './index/run-brief.ts'
import type { Listed, ListedRun } from './listed-run.ts'
import { readMeta } from './read-status.ts'

/** A run whose metadata have not changed since its index was written: it has ended. */
export class IndexedRun implements ListedRun {
  readonly folder: string
  readonly run: string
  readonly namespace: string
  readonly life = 'ended'
  readonly lastSign = null
  /** Unix seconds. */
  readonly start: number
  readonly row: Row
  #brief: RunBrief | undefined
  #meta: RunMeta | undefined

  constructor({ folder, run, namespace }: Listed, row: Row) {
    this.folder = folder
    this.run = run
    this.namespace = namespace
    this.start = row.order
    this.row = row
  }

  get status(): RunStatus {
    return this.brief.status
  }

  get brief(): RunBrief {
    return (this.#brief ??= briefOfRow(this.row, () => briefOf(this.meta)))
  }

  get meta(): RunMeta {
    return (this.#meta ??= readMeta(this.folder))
  }
}
