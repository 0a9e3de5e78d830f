import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { findRun } from '../../archive/listing/find-run.ts'
import { runlabError } from '../../errors.ts'
import { findConfigArguments } from '../../parameters/command-line/file-argument.ts'
import { RUN_FLAGS } from '../../runtime/command-line/run-flags.ts'
import { seedArgument } from '../../runtime/command-line/seed-argument.ts'
import { archiveOf } from '../archive-option.ts'
import { findExperiment } from '../experiment-argument.ts'
import { explainRun, refuseFile } from '../explain-run.ts'
import { isConfig } from '../is-config.ts'
import { wantsLines } from '../write-line.ts'
import { takeRepeatFlags, valueOfFlag } from './repeat-flags.ts'
import { checkRepeatable, repeatRun } from './repeat-run.ts'

/**
 * `runlab run FILE --expect RUN`: runs an experiment as it is asked for, with the seed of the expected run where no other is given,
 * and says whether it gives what that gave. Gives the exit code.
 */
export async function runExpecting(given: readonly string[]): Promise<number> {
  const { tokens, rules, expected } = takeRepeatFlags(given)
  const found = findExperiment(tokens)
  if (found === null) return explainRun(tokens)
  if (!found.isThere) return refuseFile(found.path, wantsLines(tokens))
  if (findConfigArguments(tokens, RUN_FLAGS, isConfig).files.length > 1)
    throw runlabError('FLAG_INVALID', { flag: '--expect', value: expected ?? '', expected: 'one file, not several configs' })
  const original = await findRun(expected ?? '', archiveOf(valueOfFlag(tokens, '--results')))
  checkRepeatable(original)
  const seed = seedArgument(found.rest) === null && original.seed !== null ? [`--seed=${original.seed}`] : []
  const file = realpathSync(resolve(found.path))
  return await repeatRun({ original, how: 'expect', file, name: found.name, tokens: [...seed, ...found.rest], rules })
}
