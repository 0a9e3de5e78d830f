import type { RunMeta, RunStatus } from '../../format/meta.ts'
import { Row } from '../index/block.ts'
import { RowBrief } from '../index/brief-facts.ts'
import { briefOf } from '../index/run-brief.ts'
import type { RunBrief } from '../index/run-brief.ts'
import type { Listed, ListedRun } from './listed-run.ts'
import { readMeta } from '../status/read-status.ts'

/** A run that has ended, of which little is kept: the metadata of a hundred thousand runs are more than there is room for. */
export class EndedRun implements ListedRun {
  readonly folder: string
  readonly run: string
  readonly namespace: string
  readonly life = 'ended'
  readonly lastSign = null
  /** Unix seconds. */
  readonly start: number
  /** What the index knows of it, where its metadata have not changed since; undefined where they were read now. */
  readonly row: Row | undefined
  #brief: RunBrief | undefined
  #meta: RunMeta | undefined

  constructor({ folder, run, namespace }: Listed, known: Row | RunBrief) {
    this.folder = folder
    this.run = run
    this.namespace = namespace
    const isRow = known instanceof Row
    this.row = isRow ? known : undefined
    this.#brief = isRow ? undefined : known
    this.start = isRow ? known.order : known.start_time
  }

  get status(): RunStatus {
    return this.brief.status
  }

  get brief(): RunBrief {
    return (this.#brief ??= this.row === undefined ? briefOf(this.meta) : new RowBrief(this.row, () => briefOf(this.meta)))
  }

  get meta(): RunMeta {
    return (this.#meta ??= readMeta(this.folder))
  }
}
