import { isMainThread } from 'node:worker_threads'
import { runlabError } from '../../errors.ts'
import { once } from '../../internal/once.ts'
import { Guardian } from '../guardian/guardian.ts'
import { packageFile } from '../loading/package-files.ts'
import { SIGN_INTERVAL } from '../process/sign-interval.ts'
import { processWatch } from '../process-watch.ts'
import { startPulse } from '../system-series/pulse.ts'
import type { Pulse } from '../system-series/pulse.ts'
import { samplingInterval } from '../system-series/sampling-interval.ts'
import type { SuddenEnd } from '../process-watch.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { isAbort } from './is-abort.ts'
import { GRACE } from './run-request.ts'
import type { RunRequest } from './run-request.ts'
import { summaryOfThrown } from './thrown.ts'

/** The phases in which a signal ends the experiment's code. */
const BEFORE_END: ReadonlySet<string> = new Set(['prepare', 'beforeTesting', 'beforeRun', 'run'])

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
  const supervised = supervisor !== undefined
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
  const ignoresHangup = supervised ? request.ignoresHangup === true : !hasTerminal
  const guardian = guardianFor(request)
  const sampled = samplingInterval(request)
  guardian?.watch({ folder: prepared.folder, identity: live.writer.identity, ignoresHangup, sampled })
  const tellPulse = (pulse: Pulse): void => {
    supervisor?.send({ type: 'pulse', pulse })
    guardian?.pulse(prepared.folder, pulse)
  }
  /** From now on hooks and finalising have the time of grace. */
  const announce = (signal: NodeJS.Signals): void => {
    supervisor?.send({ type: 'interrupting', signal, deadline: system.now() + grace * 1000 })
    guardian?.answer(signal, grace * 1000)
  }
  const stopPulse = sampled === null ? () => undefined : startPulse(sampled, tellPulse)
  const unwatch = processWatch.add({
    exclusive,
    isGuarded: () => supervised || guardian?.isListening === true,
    get ignoresHangup() {
      return ignoresHangup || supervisor?.isHangupOfLoss === true
    },
    interrupt: (signal) => {
      record.isAbandoned = true
      announce(signal)
      interrupt(prepared, live, { signal, grace, beginGrace: () => announce(signal) })
      live.abort(new Error(`${signal} has come.`))
    },
    noteHangup: () => record.warn(supervisor?.isLost === true ? TERMINAL_GONE : HANGUP_IGNORED),
    noteLate: (error) => record.warn(`What had drawn a figure threw when it was done: ${summaryOfThrown(error)}`),
    giveUp: (error, origin) => {
      const { asked } = live.steps
      // What was stopped by the signal, and nobody waited for.
      if (asked !== undefined && isAbort(error, live.e.signal)) return
      record.isAbandoned = true
      // The signal was first: what is thrown after it is no failure of the run.
      if (asked !== undefined && 'signal' in asked) {
        record.warn(`${record.phase} threw after ${asked.signal}: ${summaryOfThrown(error)}`)
        live.report(error)
        return live.steps.giveUp(asked)
      }
      if (record.phase !== 'finalise' && record.phase !== 'ended') return live.steps.giveUp({ error, origin })
      record.fail(error, system.now(), origin)
      live.report(error)
    },
    endNow: (end) => endNow(prepared, live, end),
  })
  return {
    ready: async () => await guardian?.ready(),
    stopSampling: () => {
      stopPulse()
      supervisor?.send({ type: 'sealing' })
      guardian?.stopSampling(prepared.folder)
    },
    end: () => {
      stopPulse()
      guardian?.release(prepared.folder) // first: what follows may end the process by a signal
      unwatch()
    },
  }
}

interface Interrupt {
  readonly signal: NodeJS.Signals
  /** Seconds. */
  readonly grace: number
  /** Says that the time of grace begins anew. */
  readonly beginGrace: () => void
}

/** Ends the experiment's code: at once, or, where it looks at `e.signal`, when it has had the time to end by itself. */
function interrupt({ record, request }: PreparedRun, live: OpenRun, { signal, grace, beginGrace }: Interrupt): void {
  if (!BEFORE_END.has(record.phase)) {
    live.steps.limit(grace)
    record.interrupt(signal, request.system.now())
  } else if (live.e.looksAtSignal) {
    if (request.panels)
      live.output.print('err', `[runlab] ${signal} has come: run has ${grace} s to end; a second one ends it at once.\n`)
    live.steps.letEnd({ signal }, grace, () => {
      beginGrace()
      live.steps.limit(grace)
    })
  } else {
    live.steps.limit(grace)
    live.steps.giveUp({ signal })
  }
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
