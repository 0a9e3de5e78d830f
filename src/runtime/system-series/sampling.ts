import { SAMPLED_AFTER } from './pulse.ts'
import type { Pulse } from './pulse.ts'
import type { SamplerOptions, SystemSampler } from './system-sampler.ts'

/** A sampler that begins when its run has lasted some seconds: what it takes is loaded then. */
export class Sampling {
  #sampler: SystemSampler | undefined
  #isStopped = false
  readonly #timer: NodeJS.Timeout

  constructor(options: SamplerOptions) {
    this.#timer = setTimeout(() => void this.#begin(options), Math.min(options.every, SAMPLED_AFTER)).unref()
  }

  receive(pulse: Pulse): void {
    this.#sampler?.receive(pulse)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    this.#sampler?.stop()
  }

  async #begin(options: SamplerOptions): Promise<void> {
    const { SystemSampler: Sampler } = await import('./system-sampler.ts')
    if (this.#isStopped) return
    this.#sampler = new Sampler(options)
    await this.#sampler.start()
  }
}
