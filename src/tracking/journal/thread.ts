import { threadId } from 'node:worker_threads'
import type { Sealed, ToThread } from './messages.ts'
import { DEAD, LIFE_BYTES } from './shared-state.ts'
import { ServiceThread } from '../threads/service-thread.ts'

/** What the thread is started with. */
export interface JournalThreadData {
  readonly channel: string
  readonly pages: string | null
  /** LIFE_BYTES. */
  readonly life: SharedArrayBuffer
}

/** The thread that writes the journals of all runs of this process. */
export class JournalThread extends ServiceThread<ToThread, Sealed> {
  /** The name of the channel through which other threads of the process reach it. */
  readonly channel: string

  /** The URL of the built `journal-thread`, and of the `pages-thread` that makes pages beside it; it does so itself without. */
  constructor(program: string, pages: string | null = null, channel = `runlab-journal-${threadId}`) {
    const life = new SharedArrayBuffer(LIFE_BYTES)
    super({
      program,
      name: 'runlab-journal',
      data: { channel, pages, life } satisfies JournalThreadData,
      onEnd: () => Atomics.store(new Int32Array(life), DEAD, 1),
    })
    this.channel = channel
  }
}
