import { inspect } from 'node:util'
import { runlabError } from '../../errors.ts'
import type { LifecycleHook } from '../../hooks/table.ts'
import { withScope } from '../globals.ts'
import type { OpenRun } from './open-live-run.ts'
import { isOwnFrame } from '../loading/package-files.ts'
import type { PreparedRun } from './prepare-run.ts'
import { settles } from './settles.ts'

/**
 * Calls the experiment: `beforeRun`, `run`, on an error `onError`, last `afterRun`. Status and values are on disk before
 * `onError` and `afterRun` are called. Gives what was thrown, or null.
 */
export async function executeRun(prepared: PreparedRun, live: OpenRun): Promise<{ readonly error: unknown } | null> {
  const { exclusive } = prepared.request
  return await withScope(live.scope, { exclusive }, async () => {
    const failure = await runBody(prepared, live)
    return (await runAfter(prepared, live)) ?? failure
  })
}

async function runBody(prepared: PreparedRun, live: OpenRun): Promise<{ readonly error: unknown } | null> {
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
    live.persist(false)
    return null
  } catch (error) {
    record.fail(error, request.system.now())
    report(error, live)
    live.persist(false)
    record.phase = 'onError'
    try {
      await settles(callLifecycle(prepared, live, 'onError', error), neverSettles)
    } catch (second) {
      report(second, live)
      record.warn(`The hook onError failed: ${messageOf(second)}`)
    }
    return { error }
  }
}

/** Gives what failed a run that was done. */
async function runAfter(prepared: PreparedRun, live: OpenRun): Promise<{ readonly error: unknown } | null> {
  const { record, request } = prepared
  record.phase = 'afterRun'
  try {
    await settles(callLifecycle(prepared, live, 'afterRun'), neverSettles)
    return null
  } catch (error) {
    report(error, live)
    const wasDone = record.status === 'done'
    if (wasDone) record.fail(error, request.system.now())
    else record.warn(`The hook afterRun failed: ${messageOf(error)}`)
    live.persist(false)
    return wasDone ? { error } : null
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

/** Puts an error with its stack on standard error, and so into the log. */
function report(error: unknown, live: OpenRun): void {
  live.e.log.error(error instanceof Error ? withoutOwnFrames(inspect(error, { depth: 2 })) : `thrown: ${inspect(error)}`)
}

/** A stack without the frames of runlab itself, which tell the user nothing. */
function withoutOwnFrames(stack: string): string {
  const kept: string[] = []
  for (const line of stack.split('\n')) {
    const isOwn = /^\s+at /.test(line) && isOwnFrame(line)
    if (!isOwn) kept.push(line)
    // The last frame opens the brace around the error's properties.
    else if (line.endsWith(' {')) kept.push(`${kept.pop()} {`)
  }
  return kept.join('\n')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)
}
