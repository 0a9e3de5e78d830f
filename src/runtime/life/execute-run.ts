import { RunlabError } from '../../errors.ts'
import { failedHookText } from '../../format/failed-hook.ts'
import type { SignalOutcome } from '../../format/meta.ts'
import { callHook } from '../../hooks/call.ts'
import type { LifecycleHook } from '../../hooks/table.ts'
import { noteUsualChanges, withBuiltIns } from '../../internal/built-ins.ts'
import { capitalised } from '../../internal/capitalised.ts'
import { isA } from '../../internal/is-a.ts'
import { withScope } from '../globals.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { isAbort } from './is-abort.ts'
import { GRACE } from './run-request.ts'
import { GivenUp } from './steps.ts'
import { summaryOfThrown } from './thrown.ts'

/**
 * Calls the experiment: for testing `beforeTesting`, then `beforeRun`, `run`, its analyses, on an error `onError`, last `afterRun`. Status and values are on disk before
 * `onError` and `afterRun` are called. What is thrown is in the record; nothing is thrown on.
 */
export async function executeRun(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { exclusive } = prepared.request
  if (exclusive) noteUsualChanges()
  await withScope(live.scope, { exclusive }, async () => {
    await runBody(prepared, live)
    await runAnalyses(prepared, live)
    await runAfter(prepared, live)
  })
}

async function runBody(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, specification, request } = prepared
  try {
    await live.steps.take(async () => {
      if (request.testing === true && hasHook(prepared, 'beforeTesting')) {
        await enter(prepared, live, 'beforeTesting')
        await callLifecycle(prepared, live, 'beforeTesting')
      }
      if (hasHook(prepared, 'beforeRun')) {
        await enter(prepared, live, 'beforeRun')
        await callLifecycle(prepared, live, 'beforeRun')
      }
      await enter(prepared, live, 'run')
      await specification.run(live.e)
    })
    record.end('done', request.system.now())
    await live.persist(false)
  } catch (error) {
    if (isA(error, GivenUp) && 'signal' in error.reason) {
      record.interrupt(error.reason.signal, request.system.now(), noteOutcome(prepared, live, error))
      await live.persist(false)
    } else await runOnError(prepared, live, error)
  }
}

/** Says what became of code that a signal has met. That it throws because of the signal is what it should do. */
function noteOutcome({ record, request }: PreparedRun, live: OpenRun, { reason, outcome }: GivenUp): SignalOutcome {
  const signal = 'signal' in reason ? reason.signal : ''
  if (outcome.kind === 'not awaited') return 'given up'
  if (outcome.kind === 'too late') {
    live.warn(
      `${record.phase} had read e.signal but did not end within ${request.grace ?? GRACE} s after ${signal}, and was given up.`,
    )
    return 'did not end'
  }
  if (outcome.kind === 'ended' || isAbort(outcome.error, live.signal.signal)) return 'settled'
  live.report(outcome.error)
  record.warn(`${record.phase} threw after ${signal}: ${summaryOfThrown(outcome.error)}`)
  return 'threw'
}

/** What was made of a run that is done. One that fails is a warning: the run's results are what they are. */
async function runAnalyses(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, request, specification } = prepared
  if (record.status !== 'done' || specification.analyses.size === 0) return
  await enter(prepared, live, 'analyses')
  for (const [name, analyse] of specification.analyses) {
    try {
      await live.steps.take(async () => void (await analyse(live.e)))
    } catch (thrown) {
      const reason = isA(thrown, GivenUp) ? thrown.reason : { error: thrown }
      if ('signal' in reason) return record.warn(`The analysis ${name} was given up: ${reason.signal} had come.`)
      live.report(reason.error)
      record.warn(`The analysis ${name} failed: ${summaryOfThrown(reason.error)}`)
    }
  }
  record.endAnew(request.system.now())
}

async function runOnError(prepared: PreparedRun, live: OpenRun, thrown: unknown): Promise<void> {
  const error = failWith(prepared, live, thrown)
  await live.persist(false)
  if (!hasHook(prepared, 'onError')) return
  await enter(prepared, live, 'onError')
  try {
    await live.steps.take(() => callLifecycle(prepared, live, 'onError', error))
  } catch (second) {
    noteHookFailure(prepared, live, 'onError', second)
  }
}

async function runAfter(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record } = prepared
  if (!hasHook(prepared, 'afterRun')) return
  await enter(prepared, live, 'afterRun')
  try {
    await live.steps.take(() => callLifecycle(prepared, live, 'afterRun'))
  } catch (error) {
    if (record.status === 'done' && !(isA(error, GivenUp) && 'signal' in error.reason)) failWith(prepared, live, error)
    else noteHookFailure(prepared, live, 'afterRun', error)
    await live.persist(false)
  }
}

/** Says in the metadata which step comes, so that a kill leaves it there. */
async function enter(
  { record }: PreparedRun,
  live: OpenRun,
  phase: 'beforeTesting' | 'beforeRun' | 'run' | 'analyses' | 'onError' | 'afterRun',
): Promise<void> {
  if (record.phase === phase) return
  record.phase = phase
  await live.persist(false)
}

/** Fails the run with what was thrown out of a step, and gives that. */
function failWith({ record, request }: PreparedRun, live: OpenRun, thrown: unknown): unknown {
  const reason = isA(thrown, GivenUp) && 'error' in thrown.reason ? thrown.reason : undefined
  const error = reason === undefined ? thrown : reason.error
  const neverSettled = isA(error, RunlabError) && error.code === 'RUN_NEVER_SETTLES'
  withBuiltIns(() => {
    record.fail(error, request.system.now(), reason?.origin ?? (neverSettled ? 'never settled' : undefined))
    live.report(error)
  })
  return error
}

function noteHookFailure({ record }: PreparedRun, live: OpenRun, hook: LifecycleHook, thrown: unknown): void {
  const reason = isA(thrown, GivenUp) ? thrown.reason : { error: thrown }
  if ('signal' in reason) record.warn(`The hook ${hook} was given up: ${reason.signal} had come.`)
  else {
    live.report(reason.error)
    const of = record.hookOf(reason.error)
    record.warn(`${of === null ? `The hook ${hook}` : capitalised(failedHookText(of))} failed: ${summaryOfThrown(reason.error)}`)
  }
}

function hasHook({ specification }: PreparedRun, name: LifecycleHook): boolean {
  return withBuiltIns(() => (specification.hooks.get(name)?.active.length ?? 0) > 0)
}

async function callLifecycle(
  { specification, record }: PreparedRun,
  { e }: OpenRun,
  name: LifecycleHook,
  ...args: unknown[]
): Promise<void> {
  const hook = withBuiltIns(() => specification.hooks.get(name))
  if (hook === undefined) return
  await callHook({ hook, e, args, onFailure: ({ layer }, error) => record.noteHookFailure(name, layer, error) })
}
