import { relative } from 'node:path'
import type { Problem } from '../../errors.ts'
import type { Colors } from '../../render/colors.ts'
import type { OutputStream } from '../system.ts'

export interface ProblemStyle {
  readonly stderr: OutputStream
  readonly colors: Colors
  /** What paths are shown relative to. */
  cwd(): string
}

type Shown = Pick<Problem, 'message' | 'hint' | 'place'>

/** Prints what is wrong, each with where it stands and what to do about it. */
export function printProblems(problems: readonly Shown[], { stderr, colors, cwd }: ProblemStyle): void {
  for (const { message, hint, place } of problems) {
    stderr.write(`${colors.red('error:')} ${place === undefined ? '' : `${placeText(place, cwd())}: `}${message}\n`)
    if (place !== undefined && place.frame !== '') stderr.write(indent(place.frame))
    if (hint) stderr.write(`       ${hint}\n`)
  }
}

/** `configs/fast.yml:5:3`. */
export function placeText({ file, line, column }: NonNullable<Problem['place']>, cwd: string): string {
  const path = relative(cwd, file)
  return `${path.startsWith('..') ? file : path}:${line}:${column}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '       ') + '\n'
}
