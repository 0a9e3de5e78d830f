import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, threadId } from 'node:worker_threads'
import type { OpenTrackerOptions } from '../../api/kind.ts'
import type { RemoteTracker, TrackerHandle } from '../../api/tracking.ts'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { once } from '../../internal/once.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { ToChannel } from '../../tracking/journal/to-channel.ts'
import { KindRegistry } from '../../tracking/kinds/registry.ts'
import { MediaOutlet } from '../../tracking/sending/media-outlet.ts'
import type { MediaLink } from '../../tracking/sending/media-outlet.ts'
import { Outlet } from '../../tracking/sending/outlet.ts'
import { Tracker } from '../../tracking/sending/tracker.ts'
import { inheritedSecrets } from '../process/child-streams.ts'
import { realSystem } from '../system.ts'
import { Refusals } from './refusals.ts'
import { trackMask } from './track-mask.ts'
import { createMediaLink, journalThread, mediaLink } from './writer-threads.ts'

/** Milliseconds that the journal's thread of the run's process has to start and answer. */
const LONGEST_WAIT = 5000
const PAUSE = 5

interface RemoteOptions extends OpenTrackerOptions {
  /** Samples of the machine. */
  readonly isSystem?: boolean
  /** What must not be written, where the process knows. */
  readonly secrets?: readonly string[]
}

/** `openTracker`, without what it costs to load. */
export async function trackRemotely(
  handle: TrackerHandle,
  { kinds = [], strict = false, isSystem = false, secrets = inheritedSecrets() }: RemoteOptions,
): Promise<RemoteTracker> {
  const { run, channel, pid, host } = checkHandle(handle)
  const system = realSystem()
  const isWithin = pid === process.pid && host === hostname()
  const sender = senderOf(isWithin)
  const key = `${sender}-${system.tail()}${system.tail()}`
  // Nobody misses a sample.
  const say = (text: string, hint = ''): void => void (isSystem || system.stderr.write(`runlab: ${text} ${hint}\n`))
  const sayFailing = once(() => say('the disk does not take what is tracked; it is kept in memory, as far as that reaches.'))
  const onFailing = (isFailing: boolean): void => {
    if (isFailing) sayFailing()
  }
  const options = { run, key, onFailing }
  const within = isWithin ? await attachWithin(channel, options) : null
  // Another process has a journal of its own, which the run seals along with its own.
  const { outlet, media } = within ?? { outlet: new Outlet({ ...options, link: journalThread(), label: key }), media: mediaLink }
  const mask = trackMask(new Redactor([...secrets, ...findCredentials(system.env, existsSync).map(({ value }) => value)]))
  const refusals = new Refusals({ say, keep: (list) => outlet.note(list, 0), mask: mask.text })
  const record = (series: number, text: string): void => outlet.record(series, text)
  const tracker = new Tracker({
    outlet,
    media: new MediaOutlet({ ...options, link: media, journal: outlet.state, record }),
    kinds: new KindRegistry(kinds),
    now: system.now,
    cwd: system.cwd,
    mask,
    mayTrackSystem: isSystem,
    sender: isWithin ? sender : key, // process ids come again, in other containers and on other hosts
    refuse: (error, series) => {
      if (strict) throw error
      refusals.note(error, series)
    },
  })
  return watchEnd({ tracker, outlet, refusals, say })
}

function checkHandle(handle: unknown): TrackerHandle {
  const wrong = (reason: string): Error => runlabError('TRACK_HANDLE', { got: describeValue(handle), reason })
  if (!isPlainObject(handle) || handle['runlab'] !== 'tracker') throw wrong('it is not what e.tracker is')
  const { run, channel, pid, host } = handle
  if (typeof run !== 'string' || typeof channel !== 'string' || typeof pid !== 'number' || typeof host !== 'string') {
    throw wrong('parts of it are missing')
  }
  if (!existsSync(join(run, FILES.meta))) throw wrong(`there is no run at ${run}`)
  if (!existsSync(join(run, FILES.alive))) throw wrong(`the run ${run} has ended`)
  return { runlab: 'tracker', run, channel, pid, host }
}

interface Within {
  readonly outlet: Outlet
  readonly media: () => MediaLink
}

/**
 * A thread of the run's own process: the process's journal takes what comes, so that it outlives the thread. A channel loses
 * what is sent before the other end listens, so it is asked until it answers. Null where nobody does.
 */
async function attachWithin(
  name: string,
  options: Omit<ConstructorParameters<typeof Outlet>[0], 'link' | 'label'>,
): Promise<Within | null> {
  const channel = new ToChannel(name, options.key)
  // A journal that this thread writes itself, where the other has ended, is like that of another process: it notices the end of the run.
  const outlet = new Outlet({ ...options, link: channel, label: 'main', ownLabel: options.key })
  for (let waited = 0; !outlet.isAttached || !channel.isAttached; waited += PAUSE) {
    if (waited > LONGEST_WAIT) return null
    outlet.attach()
    // oxlint-disable-next-line no-await-in-loop -- until it answers
    await sleep(PAUSE)
  }
  const own = createMediaLink(name)
  const media: MediaLink = {
    send: own.send,
    finish: own.finish,
    get isDead() {
      return own.isDead || channel.isDead
    },
  }
  return { outlet, media: () => media }
}

function senderOf(isWithin: boolean): string {
  if (isWithin) return isMainThread ? 'main' : `worker-${threadId}`
  return `process-${process.pid}${isMainThread ? '' : `-worker-${threadId}`}`
}

interface Ending {
  readonly tracker: Tracker
  readonly outlet: Outlet
  readonly refusals: Refusals
  readonly say: (text: string) => void
}

/** Brings what was tracked to the disk when the thread or process ends. */
function watchEnd({ tracker, outlet, refusals, say }: Ending): RemoteTracker {
  let isLate = false
  let isOpen = true
  let lastNoted = JSON.stringify([[], 0])
  const settle = (): boolean => {
    let isSettled = tracker.settle()
    const { lost } = tracker
    if (lost > 0) say(`${lost} tracked points are lost.`)
    const noted = JSON.stringify([refusals.list, lost])
    if (noted !== lastNoted) {
      outlet.note(refusals.list, lost)
      isSettled = outlet.settle() && isSettled
    }
    lastNoted = noted
    return isSettled && lost === 0
  }
  const onExit = (): void => {
    if (!settle()) say('not all that was tracked may be on the disk.')
    outlet.leave()
  }
  process.on('exit', onExit)
  const track = (name: unknown, value?: unknown, options?: unknown): void => {
    if (!isOpen) throw runlabError('RUN_ENDED', { method: 'track' })
    if (outlet.isClosed && !isLate) {
      isLate = true
      say('the run has ended: what is tracked now is lost. Await what the experiment starts.')
    }
    tracker.track(name, value, options)
  }
  return {
    track,
    settle,
    close: async () => {
      if (!isOpen) return true
      isOpen = false
      process.off('exit', onExit)
      const isSettled = settle()
      outlet.leave()
      return isSettled
    },
  }
}
