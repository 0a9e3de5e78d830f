import { existsSync, statSync } from 'node:fs'
import { findFileArgument } from '../parameters/command-line/file-argument.ts'
import { RUN_FLAGS } from '../runtime/command-line/run-flags.ts'
import { isConfig } from './is-config.ts'
import { isScript } from './is-script.ts'

/** The experiment that a command line names. */
export interface ExperimentArgument {
  /** As it is written, with `#name`. */
  readonly file: string
  readonly path: string
  readonly name: string | null
  readonly isThere: boolean
  /** All other words. */
  readonly rest: readonly string[]
}

/** Finds the file of a command line of `run`; null where there is none. */
export function findExperiment(tokens: readonly string[]): ExperimentArgument | null {
  const found = findFileArgument(tokens, RUN_FLAGS, isExperimentFile)
  if (found === null) return null
  const [path = '', name] = splitName(found.file)
  return { ...found, path, name: name ?? null, isThere: isFile(path) }
}

function isExperimentFile(token: string): boolean {
  const [path = ''] = splitName(token)
  return (isScript(path) || isConfig(path)) && isFile(path)
}

/** `file.ts#name` → file and name; a file whose own name has a `#` is taken as it is. */
function splitName(token: string): readonly string[] {
  const hash = token.lastIndexOf('#')
  return hash < 0 || existsSync(token) ? [token] : [token.slice(0, hash), token.slice(hash + 1)]
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
