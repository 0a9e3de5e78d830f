import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { findExperiment } from './experiment-argument.ts'
import { isConfig } from './is-config.ts'
import { runSupervised } from './run-supervised.ts'
import { wantsLines } from './write-line.ts'

/** `runlab run FILE …`: executes an experiment in a process of its own. What only errors, help and configs need is loaded for them. */
export async function runCommand(tokens: readonly string[]): Promise<number> {
  if (hasExpect(tokens)) {
    const { repeatCommand } = await import('./repeat/repeat-command.ts')
    return await repeatCommand(['run', ...tokens])
  }
  const found = findExperiment(tokens)
  if (found === null) {
    const { explainRun } = await import('./explain-run.ts')
    return explainRun(tokens)
  }
  if (isConfig(found.path)) {
    const { runConfigs } = await import('./run-configs.ts')
    return await runConfigs(tokens)
  }
  if (!found.isThere) {
    const { refuseFile } = await import('./explain-run.ts')
    return refuseFile(found.path, wantsLines(tokens))
  }
  const file = realpathSync(resolve(found.path))
  const tells = wantsLines(found.rest) ? found.file : null
  const { code } = await runSupervised({ file, name: found.name, seed: null, tokens: found.rest, tells })
  return code
}

function hasExpect(tokens: readonly string[]): boolean {
  const end = tokens.indexOf('--')
  return (end < 0 ? tokens : tokens.slice(0, end)).some((token) => token === '--expect' || token.startsWith('--expect='))
}
