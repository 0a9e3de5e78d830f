import { setTimeout as sleep } from 'node:timers/promises'
import { judgeLiveness } from '../../archive/claims/liveness.ts'
import { readAlive } from '../../archive/status/read-status.ts'
import { writeStopOrder } from '../../archive/documents/stop-order.ts'
import { descendantsOf, killProcesses, sendSignal } from '../../runtime/process/process-tree.ts'
import { PATIENCE } from '../../runtime/signals/interruption.ts'
import type { LaunchOutcome, LaunchedRun } from '../launcher.ts'
import { outcomeOf, standingOf } from '../outcome-of.ts'

/** Milliseconds between two looks at its folder. */
const LOOK = 250
/** Milliseconds without a heartbeat after which nobody waits for a run of another machine. */
const SILENT = 120_000

export interface FoundLocalOptions {
  readonly folder: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Seconds that it has to end after it was stopped. */
  readonly grace: number
}

/** A run that an earlier process of this machine has started: known by its folder alone. */
export class FoundLocalRun implements LaunchedRun {
  readonly id: string
  readonly begun: Promise<string>
  readonly #options: FoundLocalOptions
  #ended: Promise<LaunchOutcome> | undefined
  #isStopping = false

  constructor(id: string, options: FoundLocalOptions) {
    this.id = id
    this.#options = options
    this.begun = Promise.resolve(options.folder)
  }

  /** Looked for from when it is first asked. */
  get ended(): Promise<LaunchOutcome> {
    return (this.#ended ??= this.#wait())
  }

  stop(reason: string): void {
    const { folder, now, grace } = this.#options
    if (this.#isStopping) return this.#kill()
    this.#isStopping = true
    const pid = this.#pid()
    if (pid === null) return
    try {
      writeStopOrder(folder, { time: now(), reason })
    } catch {
      // It ends all the same, as interrupted.
    }
    sendSignal(pid, 'SIGTERM')
    setTimeout(() => this.#kill(), grace * 1000 + PATIENCE).unref()
  }

  /** Of the run's process, where it lives here. */
  #pid(): number | null {
    const alive = readAlive(this.#options.folder)
    return alive !== null && judgeLiveness(alive) === 'alive' ? alive.pid : null
  }

  #kill(): void {
    const pid = this.#pid()
    if (pid !== null) killProcesses([...descendantsOf(pid), pid])
  }

  async #wait(): Promise<LaunchOutcome> {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    while (this.#goesOn()) await sleep(LOOK)
    return outcomeOf(this.#options.folder, null)
  }

  #goesOn(): boolean {
    const standing = standingOf(this.#options.folder)
    if (standing === null) return false
    const { life, lastSign } = standing
    return life === 'working' || (life === 'unknown' && lastSign !== null && this.#options.now() - lastSign < SILENT)
  }
}
