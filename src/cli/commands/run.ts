import { existsSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFileArgument } from '../../parameters/command-line/file-argument.ts'
import type { ChildTask } from '../../runtime/process/child-task.ts'
import { loadSeedOf } from '../../runtime/loading/loader-state.ts'
import { packageFile } from '../../runtime/loading/package-files.ts'
import { RUN_FLAGS } from '../../runtime/command-line/run-flags.ts'
import { supervise } from '../../runtime/supervisor/supervise.ts'
import { seedArgument } from '../../runtime/command-line/seed-argument.ts'
import { isScript } from '../is-script.ts'

/** `runlab run FILE …`: executes an experiment in a process of its own. What only errors and help need is loaded for them. */
export async function runCommand(tokens: readonly string[]): Promise<number> {
  const found = findFileArgument(tokens, RUN_FLAGS, isExperimentFile)
  if (found === null) {
    const { explainRun } = await import('../explain-run.ts')
    return explainRun(tokens)
  }
  const [path = '', name] = splitName(found.file)
  if (!isFile(path)) {
    const { refuseFile } = await import('../explain-run.ts')
    return refuseFile(path)
  }
  const file = realpathSync(resolve(path))
  const character = /[#?%\\]/.exec(file)?.[0]
  if (character !== undefined) {
    const { refusePath } = await import('../explain-run.ts')
    return refusePath(file, character)
  }
  const drawnSeed = seedArgument(found.rest) ?? Math.floor(Math.random() * 2 ** 32)
  return await supervise((supervision) => {
    const task: ChildTask = { file, name: name ?? null, drawnSeed, supervision }
    return [`--random-seed=${loadSeedOf(drawnSeed)}`, fileURLToPath(packageFile('child')), JSON.stringify(task), ...found.rest]
  })
}

function isExperimentFile(token: string): boolean {
  const [path = ''] = splitName(token)
  return isScript(path) && isFile(path)
}

/** `file.ts#name` → file and name; a file whose own name has a `#` is taken as it is. */
function splitName(token: string): readonly string[] {
  const hash = token.lastIndexOf('#')
  return hash < 0 || existsSync(token) ? [token] : [token.slice(0, hash), token.slice(hash + 1)]
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
