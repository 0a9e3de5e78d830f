import type { RunlabError } from '../../../../src/errors.ts'
import type { Kind } from '../../../../src/tracking/kinds/kind.ts'
import { KindRegistry } from '../../../../src/tracking/kinds/registry.ts'
import { MediaOutlet } from '../../../../src/tracking/sending/media-outlet.ts'
import type { MediaLink } from '../../../../src/tracking/sending/media-outlet.ts'
import { Outlet } from '../../../../src/tracking/sending/outlet.ts'
import type { JournalLink } from '../../../../src/tracking/sending/outlet.ts'
import { Redactor } from '../../../../src/secrets/redactor.ts'
import { trackMask } from '../../../../src/runtime/tracking/track-mask.ts'
import { Tracker } from '../../../../src/tracking/sending/tracker.ts'

/** How long who tracks waits for a thread that does not answer, in milliseconds: no test is about that. */
const PATIENCE = 240_000

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
  const outlet = new Outlet({ link, run, key, label, onFailing, patience: PATIENCE })
  const media = new MediaOutlet({
    link: () => mediaLink,
    run,
    key,
    journal: outlet.state,
    record: (series, text) => outlet.record(series, text),
    onFailing,
    patience: PATIENCE,
  })
  const tracker = new Tracker({
    outlet,
    media,
    kinds: new KindRegistry(kinds),
    now,
    cwd: () => process.cwd(),
    mask: trackMask(new Redactor(secret === undefined ? [] : [secret])),
    sender,
    refuse: (error) => {
      if (isStrict === true) throw error
      refused.push(error)
    },
  })
  const track = (name: unknown, value?: unknown, trackOptions?: unknown): void => tracker.track(name, value, trackOptions)
  return { tracker, track, outlet, media, refused, failing }
}
