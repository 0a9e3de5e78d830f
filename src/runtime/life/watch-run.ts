import { runlabError } from '../../errors.ts'
import { processWatch } from '../process-watch.ts'
import type { SuddenEnd } from '../process-watch.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'

/** Seconds that hooks and finalising have after a signal, unless the run says otherwise. */
const GRACE = 10

const HANGUP_IGNORED = 'SIGHUP was ignored: no standard stream is a terminal that it could come from.'

/** Lets the process's signals and end reach a run. Gives what ends that. */
export function watchRun(prepared: PreparedRun, live: OpenRun): () => void {
  const { request, record } = prepared
  const { exclusive, supervisor, grace = GRACE, system } = request
  const supervised = supervisor !== undefined
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
  return processWatch.add({
    exclusive,
    supervised,
    ignoresHangup: supervised ? request.ignoresHangup === true : !hasTerminal,
    interrupt: (signal) => {
      supervisor?.send({ type: 'interrupting', signal, deadline: system.now() + grace * 1000 })
      record.isAbandoned = true
      live.steps.limit(grace)
      live.abort(new Error(`${signal} has come.`))
      if (record.phase === 'prepare' || record.phase === 'beforeRun' || record.phase === 'run') live.steps.giveUp({ signal })
      else record.interrupt(signal, system.now())
    },
    noteHangup: () => record.warn(HANGUP_IGNORED),
    giveUp: (error, origin) => {
      record.isAbandoned = true
      if (record.phase !== 'finalise' && record.phase !== 'ended') return live.steps.giveUp({ error, origin })
      record.fail(error, system.now(), origin)
      live.report(error)
    },
    endNow: (end) => endNow(prepared, live, end),
  })
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
  live.persistNow()
  live.saver.finish()
  live.output.close()
}
