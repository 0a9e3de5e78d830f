import { relative } from 'node:path'
import type { Problem } from '../../errors.ts'
import type { Colors } from '../../render/colors.ts'
import { terminalText } from '../../render/terminal-text.ts'
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
  for (const found of inOrder(problems)) stderr.write(terminalText(problemText(found, colors.red('error:'), cwd())))
}

/** Those of a file from its top; all others stay where they are. */
function inOrder(problems: readonly Shown[]): readonly Shown[] {
  const files = [...new Set(problems.map(({ place }) => place?.file))]
  const rank = ({ place }: Shown): readonly [number, number, number] => [
    files.indexOf(place?.file),
    place?.line ?? 0,
    place?.column ?? 0,
  ]
  const placed = problems.filter(({ place }) => place !== undefined)
  const sorted = placed.toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)]
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
  })
  return problems.map((found) => (found.place === undefined ? found : (sorted.shift() ?? found)))
}

/** A problem as it is printed, behind its head. */
export function problemText({ message, hint, place }: Shown, head: string, cwd: string): string {
  const last = hint ? `       ${hint}\n` : ''
  if (place === undefined) return `${head} ${message}\n${last}`
  const frame = place.frame === '' ? '' : `       ${indentLines(place.frame)}\n`
  return `${head} ${placeText(place, cwd)}: ${indentLines(message.trimEnd())}\n${frame}${last}`
}

/** `configs/fast.yml:5:3`. */
function placeText({ file, line, column }: NonNullable<Problem['place']>, cwd: string): string {
  const path = relative(cwd, file)
  return `${path.startsWith('..') ? file : path}:${line}:${column}`
}

/** All but the first. */
function indentLines(text: string): string {
  return text.replaceAll(/\n(?!\n|$)/g, '\n       ')
}
