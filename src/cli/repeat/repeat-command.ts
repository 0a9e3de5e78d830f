import { printError } from '../print-errors.ts'
import { reproduce } from './reproduce.ts'
import { rerun } from './rerun.ts'
import { runExpecting } from './run-expecting.ts'

/** `rerun`, `reproduce`, and `run` with `--expect`: what repeats a run and compares. Gives the exit code; errors are printed. */
export async function repeatCommand([command, ...tokens]: readonly string[]): Promise<number> {
  try {
    if (command === 'rerun') return await rerun(tokens)
    if (command === 'reproduce') return await reproduce(tokens)
    return await runExpecting(tokens)
  } catch (error) {
    printError(error)
    return 2
  }
}
