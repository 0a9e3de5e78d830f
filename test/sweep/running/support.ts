import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import type { LaunchRequest } from '../../../src/launch/launch-request.ts'
import type { FoundRun, LaunchOutcome, LaunchedRun, Launcher } from '../../../src/launch/launcher.ts'
import { parseObjectives } from '../../../src/sweep/running/read-objectives.ts'
import { SweepDriver } from '../../../src/sweep/running/drive-sweep.ts'
import { SweepRecord } from '../../../src/sweep/running/sweep-record.ts'
import { samplerOf } from '../../../src/sweep/definition/sampler-of.ts'
import { prunerOf } from '../../../src/sweep/definition/pruner-of.ts'
import { readLedger } from '../../../src/sweep/ledger/ledger-file.ts'
import type { LedgerLine, SweepDefinition } from '../../../src/format/sweep.ts'
import { sampleMeta } from '../../archive/support/sample-meta.ts'

/** What becomes of a run: the loss it sets, `fail`, or `wait` until it is stopped. */
export type Ways = (request: LaunchRequest) => number | 'fail' | 'wait' | 'never'

export const DEFINITION: SweepDefinition = {
  name: 'night',
  experiments: [{ label: 'fit', file: '/project/fit.ts', name: null }],
  space: { rate: '0.001..1:log' },
  fixed: {},
  objectives: [{ expression: 'data.loss', direction: 'minimize' }],
  sampler: { sampler: 'random' },
  pruner: null,
  seeds: null,
  seed: 7,
  trials: 6,
  jobs: 1,
  time: null,
  trialTime: null,
  enqueue: [],
  namespace: 'fit',
  flags: [],
}

/** Makes the folders of runs itself, as soon as it is let: `order` picks which of those under way ends next. */
export class MadeUpLauncher implements Launcher {
  readonly asked: LaunchRequest[] = []
  readonly left: FoundRun[] = []
  readonly #archive: string
  readonly #ways: Ways
  readonly #open: (() => void)[] = []
  readonly #order: (open: number) => number

  constructor(archive: string, ways: Ways, order: (open: number) => number = () => 0) {
    this.#archive = archive
    this.#ways = ways
    this.#order = order
  }

  start(request: LaunchRequest): LaunchedRun {
    this.asked.push(request)
    const folder = join(this.#archive, request.namespace ?? '', request.run ?? '')
    let settle: (outcome: LaunchOutcome) => void = () => undefined
    const ended = new Promise<LaunchOutcome>((resolve) => (settle = resolve))
    const way = this.#ways(request)
    if (way === 'never') settle({ folder: null, status: 'refused', exitCode: 2, error: 'rate is too large' })
    else if (way !== 'wait') {
      this.#open.push(() => settle(makeRun(folder, request, way)))
      setImmediate(() => this.#open.splice(this.#order(this.#open.length), 1)[0]?.())
    }
    const stop = (reason: string): void => settle({ ...makeRun(folder, request, 'stop'), error: reason })
    return { id: String(this.asked.length), begun: Promise.resolve(folder), ended, stop }
  }

  find(): readonly FoundRun[] {
    return this.left
  }
}

function makeRun(folder: string, request: LaunchRequest, way: number | 'fail' | 'stop'): LaunchOutcome {
  mkdirSync(folder, { recursive: true })
  const writer = new RunWriter(folder)
  const status = typeof way === 'number' ? 'done' : way === 'fail' ? 'failed' : 'stopped'
  const { parent, sweep, trial } = request.origin ?? {}
  const origin = { ...(parent === undefined ? {} : { parent }), ...(sweep === undefined ? {} : { sweep }) }
  writer.writeMeta(sampleMeta({ status, ...origin, ...(trial === undefined ? {} : { trial }) }))
  const tree = new ValueTree()
  if (typeof way === 'number') tree.set('loss', way)
  writer.writeData(tree)
  return { folder, status, exitCode: 0, error: status === 'done' ? null : 'Error: no good' }
}

export function beginSweep(archive: string, changes: Partial<SweepDefinition> = {}): SweepRecord {
  const definition = { ...DEFINITION, ...changes }
  const folder = join(archive, 'fit', 'night')
  mkdirSync(folder, { recursive: true })
  const record = openSweep(folder, [])
  record.append({ type: 'defined', time: 1, definition })
  return record
}

export function openSweep(folder: string, lines: readonly LedgerLine[] = readLedger(folder) ?? []): SweepRecord {
  const { status: _, phase: __, ...identity } = sampleMeta({ name: 'sweep', run: 'night', namespace: 'fit', seed: null })
  return new SweepRecord(folder, identity, { lines, now: () => 1000 })
}

/** Drives it until nothing is left, or `signal` is aborted. */
export async function drive(record: SweepRecord, launcher: Launcher, signal = new AbortController().signal): Promise<void> {
  const { definition } = record.state
  const driver = new SweepDriver({
    record,
    launcher,
    signal,
    archive: join(record.folder, '..', '..'),
    sampler: samplerOf(definition),
    pruner: definition.pruner === null ? null : prunerOf(definition.pruner),
    objectives: await parseObjectives(definition.objectives.map(({ expression }) => expression)),
    observer: {},
    now: () => 1000,
  })
  await driver.drive()
}
