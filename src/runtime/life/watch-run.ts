import { isMainThread } from 'node:worker_threads'
import { runlabError } from '../../errors.ts'
import type { ErrorOrigin } from '../../format/meta.ts'
import { withBuiltIns } from '../../internal/built-ins.ts'
import { once } from '../../internal/once.ts'
import { Guardian } from '../guardian/guardian.ts'
import { packageFile } from '../loading/package-files.ts'
import { SIGN_INTERVAL } from '../process/sign-interval.ts'
import { processWatch } from '../process-watch.ts'
import { answerOf } from '../signals/interruption.ts'
import { startPulse } from '../system-series/pulse.ts'
import type { Pulse } from '../system-series/pulse.ts'
import { samplingInterval } from '../system-series/sampling-interval.ts'
import type { SeenSignal, SuddenEnd } from '../process-watch.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { isAbort } from './is-abort.ts'
import { GRACE } from './run-request.ts'
import type { RunRequest } from './run-request.ts'
import { summaryOfThrown } from './thrown.ts'

/** One for all runs of the process. */
const processGuardian = once(() => new Guardian(packageFile('guardian-thread'), { signInterval: SIGN_INTERVAL }))

const HANGUP_IGNORED = 'SIGHUP was ignored: no standard stream is a terminal that it could come from.'
const TERMINAL_GONE = 'SIGHUP was ignored: the supervisor of this run is gone, and its terminal with it.'

/** A run that the process's signals and end reach. */
export interface Watch {
  /** Settles when a signal is heard also by a process that is in a loop. */
  readonly ready: () => Promise<void>
  /** From now on nothing of the machine is tracked. */
  readonly stopSampling: () => void
  /** Settles when this thread has heard what it was told of before. */
  readonly heard: () => Promise<void>
  readonly end: () => void
}

/** A supervised process has its supervisor; in a thread Node gives no signals to anybody. */
function guardianFor({ supervisor }: RunRequest): Guardian | undefined {
  return supervisor !== undefined || !isMainThread ? undefined : processGuardian()
}

/** Begins what takes time, for a run that is about to be watched. */
export function prepareWatch(request: RunRequest): void {
  guardianFor(request)?.start()
}

/** Lets the process's signals and end reach a run. */
export function watchRun(prepared: PreparedRun, live: OpenRun): Watch {
  const { request, record } = prepared
  const { exclusive, supervisor, grace = GRACE, system } = request
  const guardian = guardianFor(request)
  const ignoresHangup = ignoresHangups(request)
  const sampled = samplingInterval(request)
  guardian?.watch({ folder: prepared.folder, identity: live.writer.identity, ignoresHangup, sampled })
  const tellPulse = (pulse: Pulse): void => {
    supervisor?.send({ type: 'pulse', pulse })
    guardian?.pulse(prepared.folder, pulse)
  }
  const tell: Tell = (step, signal, seconds) => {
    supervisor?.send({ type: 'interrupting', step, signal, deadline: system.now() + seconds * 1000 })
    guardian?.answer(step, signal, seconds * 1000)
  }
  const seenSignal = (): SeenSignal | null => {
    const seen = supervisor?.readSignal() ?? guardian?.readSignal() ?? null
    return seen === null ? null : { signal: seen.signal, age: Math.max(0, system.now() - seen.time) }
  }
  const tellRead = (): void => {
    supervisor?.send({ type: 'read signal', grace: grace * 1000 })
    guardian?.noteRead(grace * 1000)
  }
  watchSignal(live, { seenSignal, tellRead, tell })
  const stopPulse = sampled === null ? () => undefined : startPulse(sampled, tellPulse)
  const unwatch = processWatch.add({
    exclusive,
    isGuarded: () => supervisor !== undefined || guardian?.isListening === true,
    get ignoresHangup() {
      return ignoresHangup || supervisor?.isHangupOfLoss === true
    },
    seenSignal,
    interrupt: (signal, age) => {
      record.isAbandoned = true
      interrupt(prepared, live, { signal, grace, left: Math.max(0, grace - age / 1000), tell })
      live.signal.abort(new Error(`${signal} has come.`))
    },
    noteHangup: () => record.warn(supervisor?.isLost === true ? TERMINAL_GONE : HANGUP_IGNORED),
    noteLate: (error) => record.warn(`What had drawn a figure threw when it was done: ${summaryOfThrown(error)}`),
    giveUp: (error, origin) => giveUp(prepared, live, { error, origin }),
    endNow: (end) => endNow(prepared, live, end),
  })
  return {
    ready: async () => await guardian?.ready(),
    stopSampling: () => {
      stopPulse()
      supervisor?.send({ type: 'sealing' })
      guardian?.stopSampling(prepared.folder)
    },
    heard: async () => await processWatch.heard(),
    end: () => {
      stopPulse()
      guardian?.release(prepared.folder) // first: what follows may end the process by a signal
      unwatch()
    },
  }
}

function ignoresHangups({ supervisor, ignoresHangup }: RunRequest): boolean {
  if (supervisor !== undefined) return ignoresHangup === true
  return ![process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
}

interface SignalTelling {
  readonly seenSignal: () => SeenSignal | null
  readonly tellRead: () => void
  readonly tell: Tell
}

/** Connects `e.signal` with who hears signals, and who ends the process when its time is over. */
function watchSignal({ signal, steps }: OpenRun, { seenSignal, tellRead, tell }: SignalTelling): void {
  signal.watch({
    look: () => {
      const seen = seenSignal()
      if (seen !== null) withBuiltIns(() => processWatch.see(seen))
    },
    onRead: tellRead,
    extend: (seconds) => {
      const { asked } = steps
      if (asked === undefined || !('signal' in asked)) return
      steps.extend(seconds)
      tell('settling', asked.signal, seconds)
    },
  })
}

/** Something was thrown that nobody catches: ends the experiment's code. */
function giveUp(
  { record, request }: PreparedRun,
  live: OpenRun,
  { error, origin }: { readonly error: unknown; readonly origin: ErrorOrigin },
): void {
  const { asked } = live.steps
  // What was stopped by the signal, and nobody waited for.
  if (asked !== undefined && isAbort(error, live.signal.signal)) return
  record.isAbandoned = true
  // The signal was first: what is thrown after it is no failure of the run.
  if (asked !== undefined && 'signal' in asked) {
    record.warn(`${record.phase} threw after ${asked.signal}: ${summaryOfThrown(error)}`)
    live.report(error)
    return live.steps.giveUp(asked)
  }
  if (record.phase !== 'finalise' && record.phase !== 'ended') return live.steps.giveUp({ error, origin })
  record.fail(error, request.system.now(), origin)
  live.report(error)
}

/** Says to who ends the process when its time is over what it does, and how long that may take. */
type Tell = (step: 'settling' | 'finishing', signal: NodeJS.Signals, seconds: number) => void

interface Interrupt {
  readonly signal: NodeJS.Signals
  /** Seconds. */
  readonly grace: number
  /** What is left of that for code that ends by itself: the signal may have come a while ago. */
  readonly left: number
  readonly tell: Tell
}

/** Ends the experiment's code: at once, or, where it has read `e.signal`, when it has had the time to end by itself. */
function interrupt({ record, request }: PreparedRun, live: OpenRun, { signal, grace, left, tell }: Interrupt): void {
  const finish = (): void => {
    tell('finishing', signal, grace)
    live.signal.extendEnclosing(grace)
    live.steps.limit(grace)
  }
  const answer = answerOf(record.phase, live.signal.isAwaited)
  if (answer === 'settle') {
    if (request.panels)
      live.output.print('err', `[runlab] ${signal} has come: run has ${grace} s to end; a second one ends it at once.\n`)
    tell('settling', signal, left)
    live.steps.letEnd({ signal }, left, finish)
    return
  }
  finish()
  if (answer === 'give up') live.steps.giveUp({ signal })
  else record.interrupt(signal, request.system.now())
}

/** Writes what can be written before the process is gone. */
function endNow({ record, request }: PreparedRun, live: OpenRun, end: SuddenEnd): void {
  const now = request.system.now()
  const phase = record.phase
  if (end.kind === 'error') record.fail(end.error, now, end.origin)
  else if (end.kind === 'exit') record.fail(runlabError('RUN_EXITED', { code: end.code, phase }), now, 'exit')
  else {
    record.interrupt(end.signal, now)
    record.warn(`A second ${end.signal} came in ${phase}: what was left of hooks and finalising was not done.`)
  }
  if (end.kind === 'exit') {
    live.report(record.thrown)
    if (request.exclusive) record.exitCode = end.code === 0 ? 1 : end.code
  }
  live.tracking.settle()
  live.persistNow()
  live.saver.finish()
  // The supervisor does the rest. Who sends a signal again waits for nothing.
  const isLeft = request.supervisor?.isLost === false
  if (!isLeft && end.kind !== 'signal' && live.tracking.sealNow((request.grace ?? GRACE) * 1000)) live.persistNow()
  live.output.close()
  if (!isLeft) void live.attempt(() => live.writer.removeReserve())
}
