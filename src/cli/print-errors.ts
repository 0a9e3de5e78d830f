import type { Problem } from '../errors.ts'
import { problemsIn } from '../errors.ts'
import { colorsFor } from '../render/colors.ts'
import { printProblems } from '../runtime/output/print-problems.ts'

/** Prints what is wrong, each with its place and what to do about it. */
export function printErrors(found: readonly Pick<Problem, 'message' | 'hint' | 'place'>[]): void {
  const { stderr, env } = process
  printProblems(found, { stderr, colors: colorsFor(stderr, env), cwd: () => process.cwd() })
}

/** Prints an error of ours, or the problems that it holds; throws others on. */
export function printError(error: unknown): void {
  printErrors(problemsIn(error))
}
