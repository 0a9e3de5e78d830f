import { runlabError } from '../../errors.ts'
import type { LifecycleHook } from '../../hooks/table.ts'
import { withScope } from '../globals.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { settles } from './settles.ts'
import { summaryOfThrown } from './thrown.ts'

/**
 * Calls the experiment: `beforeRun`, `run`, on an error `onError`, last `afterRun`. Status and values are on disk before
 * `onError` and `afterRun` are called. What is thrown is in the record; nothing is thrown on.
 */
export async function executeRun(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { exclusive } = prepared.request
  await withScope(live.scope, { exclusive }, async () => {
    await runBody(prepared, live)
    await runAfter(prepared, live)
  })
}

async function runBody(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, specification, request } = prepared
  try {
    await settles(
      (async () => {
        record.phase = 'beforeRun'
        await callLifecycle(prepared, live, 'beforeRun')
        record.phase = 'run'
        await specification.run(live.e)
      })(),
      neverSettles,
    )
    record.end('done', request.system.now())
    await live.persist(false)
  } catch (error) {
    record.fail(error, request.system.now())
    live.report(error)
    await live.persist(false)
    record.phase = 'onError'
    try {
      await settles(callLifecycle(prepared, live, 'onError', error), neverSettles)
    } catch (second) {
      live.report(second)
      record.warn(`The hook onError failed: ${summaryOfThrown(second)}`)
    }
  }
}

async function runAfter(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, request } = prepared
  record.phase = 'afterRun'
  try {
    await settles(callLifecycle(prepared, live, 'afterRun'), neverSettles)
  } catch (error) {
    live.report(error)
    if (record.status === 'done') record.fail(error, request.system.now())
    else record.warn(`The hook afterRun failed: ${summaryOfThrown(error)}`)
    await live.persist(false)
  }
}

async function callLifecycle(
  { specification }: PreparedRun,
  { e }: OpenRun,
  name: LifecycleHook,
  ...args: unknown[]
): Promise<void> {
  await specification.hooks.get(name)?.implementation?.(e, ...args)
}

function neverSettles(): Error {
  return runlabError('RUN_NEVER_SETTLES', {})
}
