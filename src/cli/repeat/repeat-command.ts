import { printError } from '../print-errors.ts'
import { reproduce } from './reproduce.ts'
import { rerun } from './rerun.ts'
import { runExpecting } from './run-expecting.ts'

/** `rerun`, `reproduce`, and `run` with `--expect`: what repeats a run and compares. Gives the exit code; errors are printed. */
export async function repeatCommand([command, ...tokens]: readonly string[]): Promise<number> {
  try {
    if (command === 'rerun') return await rerun(tokens)
    if (command === 'reproduce') return await reproduceOneOrMany(tokens)
    return await runExpecting(tokens)
  } catch (error) {
    printError(error)
    return 2
  }
}

/** What reads many runs is loaded where many are asked for. */
async function reproduceOneOrMany(tokens: readonly string[]): Promise<number> {
  if (!tokens.some((token) => token === '--where' || token.startsWith('--where='))) return await reproduce(tokens)
  const { readStudyRequest, reproduceMany } = await import('./reproduce-many.ts')
  const request = readStudyRequest(tokens)
  return request === null ? await reproduce(tokens) : await reproduceMany(request)
}
