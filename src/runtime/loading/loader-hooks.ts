/**
 * Module hooks that run on Node's loader thread: tell the main thread which local files are loaded, let `runlab` be
 * imported where it is not installed beside the experiment (a file outside any project), and find files that the TypeScript
 * loader does not.
 */
import type { LoadHook, ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'
import { fileStamp } from '../../internal/file-stamp.ts'
import { compileDecorators, isDecoratorRefusal } from './compile-decorators.ts'
import type { LoadedFile } from './loaded-files.ts'
import { reportLoaded } from './loaded-reports.ts'
import { isMisread, resolveMisread } from './resolve-misread.ts'

/** What the main thread hands over. */
export interface LoaderHooksData {
  readonly port: MessagePort
  /** URLs of the package's own entry points, by specifier. */
  readonly own: Readonly<Record<string, string>>
  /** In a thread or fork of a run: where that is told, too. */
  readonly reports: string | undefined
}

let data: LoaderHooksData | undefined

export function initialize(given: LoaderHooksData): void {
  data = given
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  // The TypeScript loader takes them for built-in modules.
  if (specifier.startsWith('data:')) return { url: specifier, shortCircuit: true }
  const own = data?.own[specifier]
  try {
    return isMisread(specifier, context.parentURL) ? resolveMisread(specifier, context) : await next(specifier, context)
  } catch (error) {
    if (own !== undefined && error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return { url: own, shortCircuit: true, format: 'module' }
    throw error
  }
}

export const load: LoadHook = async (url, context, next) => {
  if (url.startsWith('file:') && !url.includes('/node_modules/')) {
    const path = fileURLToPath(url)
    // Before it is read: what changes from here on has another stamp when it is captured.
    const loaded: LoadedFile = { path, stamp: fileStamp(path) }
    data?.port.postMessage(loaded)
    if (data?.reports !== undefined) reportLoaded(data.reports, loaded)
  }
  try {
    return await next(url, context)
  } catch (error) {
    if (!isDecoratorRefusal(error)) throw error
    return { format: 'module', source: await compileDecorators(fileURLToPath(url), url), shortCircuit: true }
  }
}
