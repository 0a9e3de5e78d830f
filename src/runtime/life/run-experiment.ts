import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { runlabError } from '../../errors.ts'
import { failedStepText } from '../../format/failed-hook.ts'
import { finish } from '../../finish/finish.ts'
import type { Specification } from '../../experiment/specification.ts'
import { withBuiltIns } from '../../internal/built-ins.ts'
import { currentScope } from '../globals.ts'
import { descendantsOf, endProcesses } from '../process/process-tree.ts'
import { executeRun } from './execute-run.ts'
import { OwnRecord } from './own-record.ts'
import { openLiveRun } from './open-live-run.ts'
import type { OpenRun } from './open-live-run.ts'
import { printEndPanel, printStartPanel } from '../output/panels.ts'
import { prepareRun } from './prepare-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { joinRun, requestOfRank } from './ranks.ts'
import type { RunRequest } from './run-request.ts'
import { SIGN_INTERVAL } from '../process/sign-interval.ts'
import { summaryOfThrown } from './thrown.ts'
import { prepareWatch, watchRun } from './watch-run.ts'
import type { Watch } from './watch-run.ts'

/** Milliseconds that processes of an interrupted run have to end after SIGTERM. */
const CHILDREN_GRACE = 1000

/**
 * Runs an experiment and gives its record as it lies on disk. Throws what `prepareRun` throws before anything exists;
 * RUN_INTERRUPTED; and RUN_FAILED, with the experiment's error as cause, when the experiment or a hook threw.
 */
export async function runExperiment(specification: Specification, request: RunRequest): Promise<ArchivedRun> {
  const { record, folder } = await carryOut(specification, request)
  if (record.signal !== null) {
    throw runlabError('RUN_INTERRUPTED', { path: folder, signal: record.signal.name, phase: record.signal.phase })
  }
  if (record.error !== null) {
    const { phase, type, message, hook } = record.error
    throw runlabError(
      'RUN_FAILED',
      {
        path: folder,
        phase,
        step: failedStepText({ phase, ...(hook === undefined ? {} : { hook }) }),
        reason: `${type}: ${message}`,
      },
      record.thrown,
    )
  }
  const { openRun } = await import('../../archive/opening/open-run.ts')
  return openRun(folder, { kinds: specification.kinds })
}

/** The life of a run: prepare, open, capture, execute, finish. Throws what `prepareRun` throws, before anything exists. */
export async function carryOut(specification: Specification, given: RunRequest): Promise<PreparedRun> {
  const leave = currentScope()?.signal?.enter()
  try {
    return await liveIn(specification, given)
  } finally {
    leave?.()
  }
}

async function liveIn(specification: Specification, given: RunRequest): Promise<PreparedRun> {
  prepareWatch(given)
  const request = requestOfRank(given)
  const prepared = await prepareRun(specification, request)
  const joined = await joinRun(prepared)
  const live = openLiveRun(prepared, joined)
  const watch = watchRun(prepared, live)
  const signs = setInterval(() => void live.attempt(() => live.writer.touchAlive(request.system.now())), SIGN_INTERVAL).unref()
  try {
    await liveThrough(prepared, live, watch)
  } finally {
    clearInterval(signs)
    await watch.heard()
    watch.end()
    await joined?.tracker.close()
  }
  printEndPanel(prepared)
  if (request.exclusive) tellWhatStays(request)
  return prepared
}

/** Milliseconds after which a process that exists for a run, and has not ended with it, says so. */
const STAYS = 3000

/** Says that the process goes on after its run, and by what. */
function tellWhatStays({ system }: RunRequest): void {
  const tell = (): void => {
    const kinds = [...new Set(process.getActiveResourcesInfo())].filter((kind) => !OWN_RESOURCES.has(kind))
    const by = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`
    system.stderr.write(
      `[runlab] The run is over. Its process goes on, since something that it has opened is not closed${by}; Ctrl-C ends it.\n`,
    )
  }
  setTimeout(tell, STAYS).unref()
}

/** The standard streams of every process. */
const OWN_RESOURCES: ReadonlySet<string> = new Set(['TTYWrap', 'PipeWrap'])

/** What is thrown in spite of all care, by what the experiment has changed, fails the run: its record is completed all the same. */
async function executeSafely(prepared: PreparedRun, live: OpenRun): Promise<void> {
  try {
    await executeRun(prepared, live)
  } catch (error) {
    await live.attempt(() => {
      throw error
    })
  }
}

async function liveThrough(prepared: PreparedRun, live: OpenRun, watch: Watch): Promise<void> {
  const { record, request } = prepared
  printStartPanel(prepared)
  await live.attempt(() => live.sources.capture())
  await live.attempt(() => live.inputs.recordParameters())
  await watch.ready()
  // What could not be prepared has failed the run: then the experiment is not called.
  if (record.error === null) await executeSafely(prepared, live)
  // What the experiment has started ends with it; in a program that runs experiments from code it may be the program's.
  if (record.signal !== null && request.exclusive) await endProcesses(descendantsOf(process.pid), CHILDREN_GRACE)
  withBuiltIns(() => watch.stopSampling())
  await completeRecord(prepared, live)
}

/** What cannot be written of it is named in it. Without the report nothing is lost: `runlab draw` writes it, too. */
async function completeRecord(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { supervisor } = prepared.request
  const leavesReport = supervisor?.isLost === false
  try {
    await finish(prepared.folder, { by: 'process', recorded: new OwnRecord(prepared, live), leavesReport })
  } catch (error) {
    live.e.log.warn(`The report could not be written: ${summaryOfThrown(error)}`)
  }
  supervisor?.send({ type: 'closed' })
}
