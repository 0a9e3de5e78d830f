import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { LogWriter } from '../../archive/writing/log-writer.ts'
import { describeProcess } from '../../archive/claims/liveness.ts'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import type { RunMeta } from '../../format/meta.ts'
import { FILES } from '../../format/files.ts'
import type { LedgerLine, TrialCounts } from '../../format/sweep.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { finish } from '../../finish/finish.ts'
import { appendToLedger } from '../ledger/ledger-file.ts'
import { SweepState } from '../ledger/sweep-state.ts'
import { countTrials } from '../reading/count-trials.ts'
import { bestTrials } from '../reading/rank-state.ts'
import { TABLE, tableOfTrials } from '../reading/trial-table.ts'

/** Milliseconds between two heartbeats. */
const HEARTBEAT = 5000

/** Steps of an end in which a sweep has nothing to do. */
const NOTHING = { status: () => undefined, series: () => undefined, pictures: () => undefined }

export type SweepEnding = { readonly status: 'done' } | { readonly status: 'interrupted'; readonly signal: string }

/** The part of a sweep's metadata that does not change. */
export type SweepIdentity = Omit<
  RunMeta,
  'status' | 'phase' | 'end_time' | 'duration' | 'counts' | 'trials' | 'signal' | 'signal_phase' | 'exit_code' | 'warnings'
>

/** The folder of a sweep: what it writes of itself while it goes on. */
export class SweepRecord {
  readonly folder: string
  readonly state: SweepState
  readonly #writer: RunWriter
  readonly #log: LogWriter
  readonly #identity: SweepIdentity
  readonly #now: () => number
  readonly #warnings: string[] = []
  #heartbeat: NodeJS.Timeout | undefined

  constructor(folder: string, identity: SweepIdentity, { lines, now }: { lines: readonly LedgerLine[]; now: () => number }) {
    this.folder = folder
    this.state = new SweepState(lines)
    this.#identity = identity
    this.#now = now
    this.#writer = new RunWriter(folder)
    this.#log = new LogWriter({ file: join(folder, FILES.log), now: () => new Date(now()) })
  }

  /** Says that this process works on the sweep, until `end`. */
  begin(): void {
    this.#writer.writeAlive(describeProcess())
    clearInterval(this.#heartbeat)
    this.#heartbeat = setInterval(() => this.#writer.touchAlive(this.#now()), HEARTBEAT).unref()
    this.save()
  }

  /** What happened is in the ledger before it counts. */
  append(line: LedgerLine): void {
    appendToLedger(this.folder, line)
    this.state.apply(line)
    if (line.type === 'outcome' || line.type === 'defined') this.save()
  }

  warn(text: string): void {
    this.#warnings.push(text)
    this.log(text)
  }

  log(text: string): void {
    this.#log.write('runlab', `${text}\n`)
  }

  /** Where it lies in its archive, by which its trials name it. */
  get parent(): string {
    const { namespace, run } = this.#identity
    return `${namespace}/${run}`
  }

  /** Unix seconds. */
  get time(): number {
    return this.#now() / 1000
  }

  save(): void {
    this.#writer.writeMeta(this.#meta(null), { flush: false })
  }

  /** Makes the finished archive of it: values, table, pictures, metadata, report. Throws ARCHIVE_UNWRITABLE. */
  async end(ending: SweepEnding): Promise<void> {
    clearInterval(this.#heartbeat)
    const recorded = {
      ...NOTHING,
      values: () => this.#writer.writeData(valuesOf(this.state)),
      artifacts: async () => {
        this.#writeTable()
        await this.#draw()
      },
      metadata: () => {
        this.#log.close()
        this.#writer.writeMeta(this.#meta(ending))
      },
      release: () => this.#writer.removeAlive(),
    }
    await finish(this.folder, { by: 'process', leavesReport: false, recorded })
  }

  #writeTable(): void {
    const text = tableOfTrials(this.state)
    this.#writer.writeText(TABLE, text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    this.#writer.appendArtifact({ name: TABLE, size: Buffer.byteLength(text), sha256, time: this.#now(), via: 'commit' })
  }

  /** What cannot be drawn is a warning. */
  async #draw(): Promise<void> {
    if (this.state.definition.flags.includes('--no-visuals')) return
    const { drawSweep } = await import('../charts/draw-sweep.ts')
    for (const missing of await drawSweep(this.folder, this.state)) this.warn(missing)
  }

  #meta(ending: SweepEnding | null): RunMeta {
    const end = ending === null ? null : this.time
    const signal = ending?.status === 'interrupted' ? ending.signal : null
    return {
      ...this.#identity,
      status: ending?.status ?? 'running',
      phase: ending === null ? 'run' : 'ended',
      signal,
      signal_phase: signal === null ? null : 'run',
      exit_code: null,
      end_time: end,
      duration: end === null ? 0 : Math.max(0, Math.round((end - this.#identity.start_time) * 1000) / 1000),
      warnings: this.#warnings,
      trials: countTrials(this.state) satisfies TrialCounts,
      counts: { artifacts: ending === null ? 0 : 1, inputs: 0, code_files: 0, series: 0, points: 0 },
    }
  }
}

/** What a sweep has found, as the values of its run. */
function valuesOf(state: SweepState): ValueTree {
  const tree = new ValueTree()
  const { objectives, name } = state.definition
  const best = bestTrials(state)
  if (best.length > 0) {
    tree.set(
      'best',
      best.map(({ number, parameters, outcome }) => ({
        trial: number,
        parameters,
        values: outcome.values,
        spread: outcome.spread,
      })),
    )
  }
  tree.set('objectives', objectives)
  tree.set('name', name)
  return tree
}
