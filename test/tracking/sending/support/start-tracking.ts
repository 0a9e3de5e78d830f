import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { RunlabError } from '../../../../src/errors.ts'
import { ServiceThread } from '../../../../src/tracking/threads/service-thread.ts'
import type { SharedRing } from '../../../../src/tracking/journal/shared-state.ts'
import { JournalThread } from '../../../../src/tracking/journal/thread.ts'
import type { Kind } from '../../../../src/tracking/kinds/kind.ts'
import { KindRegistry } from '../../../../src/tracking/kinds/registry.ts'
import type { MediaFinished, ToMediaThread } from '../../../../src/tracking/media/messages.ts'
import { MediaOutlet } from '../../../../src/tracking/sending/media-outlet.ts'
import type { MediaLink } from '../../../../src/tracking/sending/media-outlet.ts'
import { Outlet } from '../../../../src/tracking/sending/outlet.ts'
import type { JournalLink } from '../../../../src/tracking/sending/outlet.ts'
import { Tracker } from '../../../../src/tracking/sending/tracker.ts'

const program = (name: string): string => pathToFileURL(join(import.meta.dirname, `../../../../dist/${name}.js`)).href

let threads = 0

/** A thread that writes journals, as it is built. */
export function startJournalThread(): JournalThread {
  return new JournalThread(program('journal-thread'), program('pages-thread'), `runlab-test-${process.pid}-${threads++}`)
}

/** Has the thread stumble over a message that is none, and waits until it has ended. */
export async function endByNonsense(link: JournalThread): Promise<void> {
  link.send({ type: 'attach', run: 'none', key: 'none', label: 'none', ring: null as unknown as SharedRing })
  while (!link.isDead) await sleep(2)
}

/** A thread that writes media for the journal behind a channel, as it is built. */
export function startMediaThread(channel: string): MediaLink {
  const thread = new ServiceThread<ToMediaThread, MediaFinished>({
    program: program('media-thread'),
    name: 'media',
    data: channel,
  })
  return {
    send: (message, transfer) => thread.send(message, transfer),
    finish: async (run) => await thread.ask(run, { type: 'finish', run }),
    get isDead() {
      return thread.isDead
    },
  }
}

export interface TrackingOptions {
  readonly link: JournalLink
  readonly media?: MediaLink
  readonly sender?: string
  readonly label?: string
  readonly kinds?: readonly Kind[]
  readonly now?: () => number
  readonly secret?: string
  readonly isStrict?: boolean
}

export interface Tracking {
  readonly tracker: Tracker
  readonly track: (name: unknown, value?: unknown, options?: unknown) => void
  readonly outlet: Outlet
  readonly media: MediaOutlet
  /** What was refused. */
  readonly refused: readonly (RunlabError & { readonly series?: string })[]
  /** What it was told of the disk. */
  readonly failing: readonly boolean[]
}

const NO_MEDIA: MediaLink = {
  send: () => {
    throw new Error('no media are expected')
  },
  finish: async () => null,
  isDead: false,
}

let keys = 0

/** What one thread tracks for a run: what a run puts together. */
export function startTracking(run: string, options: TrackingOptions): Tracking {
  const {
    link,
    media: mediaLink = NO_MEDIA,
    sender = 'main',
    label = 'main',
    kinds = [],
    now = Date.now,
    secret,
    isStrict,
  } = options
  const failing: boolean[] = []
  const refused: RunlabError[] = []
  const onFailing = (isFailing: boolean): void => void failing.push(isFailing)
  const key = `key-${keys++}`
  const outlet = new Outlet({ link, run, key, label, onFailing })
  const media = new MediaOutlet({
    link: () => mediaLink,
    run,
    key,
    journal: outlet.state,
    record: (series, text) => outlet.record(series, text),
    onFailing,
  })
  const tracker = new Tracker({
    outlet,
    media,
    kinds: new KindRegistry(kinds),
    now,
    cwd: () => process.cwd(),
    mask: {
      json: (json) => (secret === undefined ? json : (JSON.parse(JSON.stringify(json).replaceAll(secret, '***')) as typeof json)),
      text: (text) => (secret === undefined ? text : text.replaceAll(secret, '***')),
      holds: (text) => secret !== undefined && text.includes(secret),
    },
    sender,
    refuse: (error) => {
      if (isStrict === true) throw error
      refused.push(error)
    },
  })
  const track = (name: unknown, value?: unknown, trackOptions?: unknown): void => tracker.track(name, value, trackOptions)
  return { tracker, track, outlet, media, refused, failing }
}
