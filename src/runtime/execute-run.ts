import { inspect } from 'node:util'
import { runlabError } from '../errors.ts'
import type { LifecycleHook } from '../hooks/table.ts'
import { withScope } from './globals.ts'
import type { OpenRun } from './open-live-run.ts'
import { isOwnFrame } from './package-files.ts'
import type { PreparedRun } from './prepare-run.ts'

/**
 * Calls the experiment: `beforeRun`, `run`, on an error `onError`, last `afterRun`. Status and values are on disk before
 * `onError` and `afterRun` are called. Gives what was thrown, or null.
 */
export async function executeRun(prepared: PreparedRun, live: OpenRun): Promise<{ readonly error: unknown } | null> {
  const { exclusive } = prepared.request
  return await withScope(live.scope, { exclusive }, async () => {
    const failure = await runBody(prepared, live)
    await runAfter(prepared, live)
    return failure
  })
}

async function runBody(prepared: PreparedRun, live: OpenRun): Promise<{ readonly error: unknown } | null> {
  const { record, specification, request } = prepared
  try {
    await settled(
      (async () => {
        record.phase = 'beforeRun'
        await callLifecycle(prepared, live, 'beforeRun')
        record.phase = 'run'
        await specification.run(live.e)
      })(),
    )
    record.end('done', request.system.now())
    live.persist()
    return null
  } catch (error) {
    record.fail(error, request.system.now())
    report(error, live)
    live.persist()
    record.phase = 'onError'
    try {
      await settled(callLifecycle(prepared, live, 'onError', error))
    } catch (second) {
      report(second, live)
      record.warn(`The hook onError failed: ${messageOf(second)}`)
    }
    return { error }
  }
}

async function runAfter(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, request } = prepared
  record.phase = 'afterRun'
  try {
    await settled(callLifecycle(prepared, live, 'afterRun'))
  } catch (error) {
    report(error, live)
    if (record.status === 'done') record.fail(error, request.system.now())
    else record.warn(`The hook afterRun failed: ${messageOf(error)}`)
    live.persist()
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

/** Waits for a promise; throws RUN_NEVER_SETTLES when nothing is left in the process that could settle it. */
async function settled(promise: Promise<void>): Promise<void> {
  let stop = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    const listener = (): void => reject(runlabError('RUN_NEVER_SETTLES', {}))
    process.once('beforeExit', listener)
    stop = () => process.off('beforeExit', listener)
  })
  try {
    await Promise.race([promise, idle])
  } finally {
    stop()
  }
}

/** Puts an error with its stack on standard error, and so into the log. */
function report(error: unknown, live: OpenRun): void {
  live.e.log.error(error instanceof Error ? withoutOwnFrames(inspect(error, { depth: 2 })) : `thrown: ${inspect(error)}`)
}

/** A stack without the frames of runlab itself, which tell the user nothing. */
function withoutOwnFrames(stack: string): string {
  const lines = stack.split('\n')
  const isOwn = (line: string): boolean => /^\s+at /.test(line) && isOwnFrame(line)
  return lines.filter((line) => !isOwn(line)).join('\n')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)
}
