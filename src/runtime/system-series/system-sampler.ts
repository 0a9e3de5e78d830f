import { hostname } from 'node:os'
import type { RemoteTracker } from '../../api/tracking.ts'
import { trackRemotely } from '../tracking/remote-tracking.ts'
import { Gpus } from './gpu-usage.ts'
import { machineSeconds, usageOf } from './process-usage.ts'
import type { Pulse } from './pulse.ts'

export interface SamplerOptions {
  /** The run's folder. */
  readonly run: string
  /** Of the experiment's process. */
  readonly pid: number
  /** Milliseconds between two samples. */
  readonly every: number
}

/**
 * Samples what a run's processes and the machine do, and tracks it for the run in a journal of its own: from outside of the
 * experiment's main thread, which may compute without a pause. Throws nothing: what cannot be read is left out.
 */
export class SystemSampler {
  readonly #options: SamplerOptions
  readonly #gpus = new Gpus(process.env['PATH'] ?? '')
  #timer: NodeJS.Timeout | undefined
  #tracker: RemoteTracker | undefined
  #isStopped = false
  #isSampling = false
  #before: { readonly at: number; readonly seconds: number; readonly machine: ReturnType<typeof machineSeconds> } | undefined
  #pulse: Pulse | null = null
  #lastPulse = performance.now()

  constructor(options: SamplerOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { run, every } = this.#options
    try {
      // As another process does it: with a journal that this thread writes itself.
      const handle = { runlab: 'tracker', run, channel: '', pid: -1, host: hostname() } as const
      this.#tracker = await trackRemotely(handle, { isSystem: true })
    } catch {
      return // the run has ended
    }
    if (this.#isStopped) return void this.#tracker.close()
    this.#timer = setInterval(() => void this.#sampleOnce(), every).unref()
    await this.#sampleOnce()
  }

  /** The main thread has said how it does. */
  receive(pulse: Pulse): void {
    this.#pulse = pulse
    this.#lastPulse = performance.now()
  }

  stop(): void {
    this.#isStopped = true
    clearInterval(this.#timer)
    void this.#tracker?.close()
  }

  /** One after the other: graphics processors may take their time. */
  async #sampleOnce(): Promise<void> {
    if (this.#isSampling) return
    this.#isSampling = true
    await this.#sample()
    this.#isSampling = false
  }

  async #sample(): Promise<void> {
    const usage = usageOf(this.#options.pid)
    if (usage === null || this.#isStopped) return
    const [at, machine] = [performance.now() / 1000, machineSeconds()]
    const values: Record<string, number> = { 'system/memory': usage.memory / 1e6, 'system/processes': usage.count }
    if (this.#before !== undefined) {
      const { at: from, seconds, machine: then } = this.#before
      // Those that have ended since take their time with them.
      values['system/cpu'] = Math.max(0, (100 * (usage.seconds - seconds)) / (at - from))
      const busy = (machine.busy - then.busy) / Math.max(1e-9, machine.all - then.all)
      values['system/machine-cpu'] = 100 * Math.min(1, Math.max(0, busy))
    }
    this.#before = { at, seconds: usage.seconds, machine }
    this.#addPulse(values)
    for (const { index, utilisation, memory } of await this.#gpus.read()) {
      values[`system/gpu/${index}/utilisation`] = utilisation
      values[`system/gpu/${index}/memory`] = memory / 1e6
    }
    if (!this.#isStopped) this.#tracker?.track(values)
  }

  /** A main thread that has not let go since says nothing: then its silence tells how late it is. */
  #addPulse(values: Record<string, number>): void {
    const silence = performance.now() - this.#lastPulse
    if (this.#pulse !== null) {
      const { mean, longest, heap } = this.#pulse
      Object.assign(values, { 'system/loop-delay/mean': mean, 'system/loop-delay/longest': longest, 'system/heap': heap / 1e6 })
    } else if (silence > this.#options.every * 1.5) values['system/loop-delay/longest'] = silence
    this.#pulse = null
  }
}
