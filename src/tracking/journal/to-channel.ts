import { BroadcastChannel, receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Attached, TrackMessage } from './messages.ts'
import { DEAD } from './shared-state.ts'

/** The way of another thread of the process to the journal's thread. Keeps no thread alive. */
export class ToChannel {
  readonly #channel: BroadcastChannel
  readonly #key: string | undefined
  #life: Int32Array | undefined

  /** `key` of the outlet that sends, where it is to know whether the journal's thread lives. */
  constructor(name: string, key?: string) {
    this.#key = key
    this.#channel = new BroadcastChannel(name)
    // A channel brings everybody what anybody sends, and would keep what nobody takes.
    // oxlint-disable-next-line prefer-add-event-listener -- the types of Node's channel have this only
    this.#channel.onmessage = (event) => this.#take((event as { readonly data: unknown }).data)
    this.#channel.unref()
  }

  send(message: TrackMessage): void {
    this.#channel.postMessage(message)
    this.#takeAll()
  }

  /** Whether the journal's thread has said where it will say that it has ended. */
  get isAttached(): boolean {
    return this.#life !== undefined
  }

  /** Whether the journal's thread has ended. */
  get isDead(): boolean {
    return this.#life !== undefined && Atomics.load(this.#life, DEAD) === 1
  }

  #takeAll(): void {
    // Node takes a channel here as well; its types do not say so.
    const port = this.#channel as unknown as MessagePort
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) this.#take(next.message)
  }

  #take(message: unknown): void {
    const { type, key, life } = message as Partial<Attached>
    if (type === 'attached' && key === this.#key && life !== undefined) this.#life ??= new Int32Array(life)
  }
}
