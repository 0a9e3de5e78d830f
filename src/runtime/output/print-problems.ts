import type { Problem } from '../../errors.ts'
import type { Colors } from '../../render/colors.ts'
import type { OutputStream } from '../system.ts'

/** Prints what is wrong, each with what to do about it. */
export function printProblems(
  problems: readonly Pick<Problem, 'message' | 'hint'>[],
  stream: OutputStream,
  colors: Colors,
): void {
  for (const { message, hint } of problems) {
    stream.write(`${colors.red('error:')} ${message}\n`)
    if (hint) stream.write(`       ${hint}\n`)
  }
}
