import { AWAKE, FAILED, HEAD, ROUND, TAIL } from './shared-state.ts'
import type { SharedRing } from './shared-state.ts'

/** What both ends of a ring do: one thread puts in, one takes out, and each sees what the other says of itself. */
export abstract class RingEnd {
  readonly shared: SharedRing
  protected readonly state: Int32Array

  constructor(shared: SharedRing) {
    this.shared = shared
    this.state = new Int32Array(shared.state)
  }

  /** What was put in and not taken out yet: bytes or points, as the ring holds. */
  get waiting(): number {
    return (Atomics.load(this.state, HEAD) - Atomics.load(this.state, TAIL)) >>> 0
  }

  /** Whether the disk refuses what is to be written. */
  get isFailing(): boolean {
    return Atomics.load(this.state, FAILED) === 1
  }

  set isFailing(isFailing: boolean) {
    Atomics.store(this.state, FAILED, isFailing ? 1 : 0)
  }

  /** How often the thread that takes out has looked. */
  get round(): number {
    return Atomics.load(this.state, ROUND)
  }

  /** True when that thread has to be told that there is something. */
  wake(): boolean {
    return Atomics.exchange(this.state, AWAKE, 1) === 0
  }

  /** Waits until that thread has looked once more than `round`. False after so many milliseconds. */
  wait(round: number, milliseconds: number): boolean {
    return Atomics.wait(this.state, ROUND, round, milliseconds) !== 'timed-out'
  }

  /** That thread says that it has looked, and whether the disk has taken what was there. */
  look(isFailing: boolean): void {
    this.isFailing = isFailing
    Atomics.add(this.state, ROUND, 1)
    Atomics.notify(this.state, ROUND)
  }
}
