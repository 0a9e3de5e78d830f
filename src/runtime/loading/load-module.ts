import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { realPath } from '../../snapshot/real-path.ts'
import { ExitCall, withoutExit } from '../globals.ts'
import { settles } from '../life/settles.ts'
import { describeLoadError } from './load-error.ts'

/** Imports a file. Throws LOAD_FAILED for what it throws, where it ends the process, and where its evaluation cannot end. */
export async function loadModule(file: string, cwd: string): Promise<unknown> {
  const shown = relative(cwd, file) || file
  const { href } = pathToFileURL(realPath(file) ?? file)
  const refuse = async (error: unknown): Promise<never> => {
    throw runlabError('LOAD_FAILED', { file: shown, ...(await describeLoadError(error, cwd)) }, error)
  }
  const load = async (): Promise<unknown> => await settles(import(href).catch(refuse), () => neverEvaluated(shown))
  return await withoutExit(load).catch(async (error: unknown) => {
    throw error instanceof ExitCall ? await refuse(error) : error
  })
}

/** The error of a file whose evaluation cannot end. */
export function neverEvaluated(file: string): RunlabError {
  const reason = 'it awaits something at its top level that can never happen: nothing is left that could settle it'
  return runlabError('LOAD_FAILED', { file, reason, frame: null })
}
