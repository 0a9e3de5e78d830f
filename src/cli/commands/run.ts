import { existsSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { findFileArgument } from '../../parameters/command-line/file-argument.ts'
import { RUN_FLAGS } from '../../runtime/command-line/run-flags.ts'
import { isConfig } from '../is-config.ts'
import { isScript } from '../is-script.ts'
import { runSupervised } from '../run-supervised.ts'
import { wantsLines } from '../write-line.ts'

/** `runlab run FILE …`: executes an experiment in a process of its own. What only errors, help and configs need is loaded for them. */
export async function runCommand(tokens: readonly string[]): Promise<number> {
  const found = findFileArgument(tokens, RUN_FLAGS, isExperimentFile)
  if (found === null) {
    const { explainRun } = await import('../explain-run.ts')
    return explainRun(tokens)
  }
  const [path = '', name] = splitName(found.file)
  if (isConfig(path)) {
    const { runConfigs } = await import('../run-configs.ts')
    return await runConfigs(tokens)
  }
  if (!isFile(path)) {
    const { refuseFile } = await import('../explain-run.ts')
    return refuseFile(path, wantsLines(tokens))
  }
  const file = realpathSync(resolve(path))
  const tells = wantsLines(found.rest) ? found.file : null
  const { code } = await runSupervised({ file, name: name ?? null, seed: null, tokens: found.rest, tells })
  return code
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
