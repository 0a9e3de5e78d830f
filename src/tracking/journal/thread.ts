import { threadId } from 'node:worker_threads'
import type { Sealed, ToThread } from './messages.ts'
import { ServiceThread } from './service-thread.ts'

/** The thread that writes the journals of all runs of this process. */
export class JournalThread extends ServiceThread<ToThread, Sealed> {
  /** The name of the channel through which other threads of the process reach it. */
  readonly channel: string

  /** `program` is the URL of the built `journal-thread`. */
  constructor(program: string, channel = `runlab-journal-${threadId}`) {
    super({ program, name: 'runlab-journal', data: channel })
    this.channel = channel
  }
}
