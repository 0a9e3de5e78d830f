import { realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { localLauncher } from '../../launch/local/local-launcher.ts'
import type { LaunchOutcome, LaunchedRun, Launcher } from '../../launch/launcher.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { INTERRUPTED } from '../config-outcome.ts'
import type { ConfigOutcome } from '../config-outcome.ts'
import { endedLine, unarchivedLine } from '../run-lines.ts'
import { writeLine } from '../write-line.ts'
import { JobsView } from './jobs-view.ts'

export interface JobsOptions {
  /** How many at a time. */
  readonly jobs: number
  /** The command line without the configs. */
  readonly rest: readonly string[]
  /** Those that are not run. */
  readonly wrong: ReadonlySet<string>
  readonly keepsGoing: boolean
  /** A program is told of them in lines of JSON. */
  readonly tells: boolean
}

/** Runs configs several at a time, each in a process of its own, and shows how they stand. */
export async function runJobs(configs: readonly string[], options: JobsOptions): Promise<readonly ConfigOutcome[]> {
  const batch = new Batch(configs, options)
  return await batch.run()
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const FAILED_BEFORE = 'a config before it has failed'

class Batch {
  readonly #configs: readonly string[]
  readonly #options: JobsOptions
  readonly #view: JobsView
  readonly #launcher: Launcher
  readonly #runs = new Map<number, LaunchedRun>()
  readonly #begun = new Map<number, number>()
  #signal: (typeof SIGNALS)[number] | null = null

  constructor(configs: readonly string[], options: JobsOptions) {
    this.#configs = configs
    this.#options = options
    this.#view = new JobsView(options.tells ? process.stderr : process.stdout, configs)
    this.#launcher = localLauncher({
      jobs: options.jobs,
      onLowMemory: (free) =>
        this.#view.say(`Only ${bytesText(free)} of memory are free: the next run starts when one ends, or more is free.`),
    })
  }

  async run(): Promise<readonly ConfigOutcome[]> {
    const receive = (signal: (typeof SIGNALS)[number]): void => this.#stopAll(signal)
    for (const signal of SIGNALS) process.on(signal, receive)
    try {
      return await Promise.all(this.#configs.map(async (config, index) => await this.#runOne(config, index)))
    } finally {
      for (const signal of SIGNALS) process.off(signal, receive)
      this.#view.close()
    }
  }

  async #runOne(config: string, index: number): Promise<ConfigOutcome> {
    const { rest, wrong, tells } = this.#options
    if (wrong.has(config)) {
      this.#view.started()
      return this.#conclude(index, { config, outcome: 'refused', code: 2, folder: null, duration: 0 }, null)
    }
    const run = this.#launcher.start({ file: realpathSync(resolve(config)), options: rest })
    this.#runs.set(index, run)
    const folder = await run.begun
    this.#view.started()
    if (folder !== null) {
      this.#begun.set(index, performance.now())
      this.#view.begun(index, config, folder)
      if (tells) writeLine({ event: 'begun', file: config, folder, pid: null })
    }
    const ended = await run.ended
    this.#runs.delete(index)
    return this.#conclude(index, this.#outcomeOf(config, index, ended), ended)
  }

  #outcomeOf(config: string, index: number, { status, folder, exitCode }: LaunchOutcome): ConfigOutcome {
    const duration = performance.now() - (this.#begun.get(index) ?? performance.now())
    const base = { config, folder, duration }
    if (folder === null && status === 'stopped') return { ...base, outcome: 'not run', code: 0 }
    if (status === 'stopped' || status === 'interrupted') {
      const code = this.#signal === null ? INTERRUPTED : 128 + constants.signals[this.#signal]
      return { ...base, outcome: status, code }
    }
    if (status === 'refused') return { ...base, outcome: 'refused', code: exitCode ?? 2 }
    return status === 'done' && !exitCode
      ? { ...base, outcome: 'done', code: 0 }
      : { ...base, outcome: 'failed', code: exitCode || 1 }
  }

  #conclude(index: number, outcome: ConfigOutcome, ended: LaunchOutcome | null): ConfigOutcome {
    const { config, code, folder } = outcome
    const isWorthSaying = outcome.outcome === 'failed' || outcome.outcome === 'refused'
    this.#view.ended(index, outcome, isWorthSaying ? (ended?.error ?? null) : null)
    if (this.#options.tells) {
      if (folder === null) writeLine(unarchivedLine(config, outcome.outcome, code))
      else writeLine(endedLine(config, { code, folder, isScratch: false, isInterrupted: false }))
    }
    if (code !== 0 && !this.#options.keepsGoing) this.#stopWaiting()
    return outcome
  }

  /** Those that have not begun do not begin. */
  #stopWaiting(): void {
    for (const [index, run] of this.#runs) if (!this.#begun.has(index)) run.stop(FAILED_BEFORE)
  }

  /** The first signal asks the runs to end, the second one ends them by force. */
  #stopAll(signal: (typeof SIGNALS)[number]): void {
    if (this.#signal === null)
      this.#view.say(`[runlab] ${signal} has come: the runs have their grace period to end; a second one ends them at once.`)
    this.#signal ??= signal
    for (const run of this.#runs.values()) run.stop(`runlab run was interrupted by ${signal}`)
  }
}
