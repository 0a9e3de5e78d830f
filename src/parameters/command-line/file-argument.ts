import { kebabCase } from '../../internal/kebab-case.ts'
import { isAssignmentFlag } from './flag-index.ts'
import type { FlagTable } from './flag-table.ts'
import { isSwitchValue, isValueToken, splitFlag } from './tokens.ts'

/** The file of a command line, `#name` included, and all other tokens in their order. */
export interface FileArgument {
  readonly file: string
  readonly rest: readonly string[]
}

/** A token that may be the file. */
interface Candidate {
  readonly token: string
  readonly at: number
  /** It follows a flag that is not known yet, whose value it may be. */
  readonly mayBeValue: boolean
}

/**
 * Finds the experiment's file among flags that are not all known yet. Of several candidates the first wins that cannot be
 * the value of the flag before it. Where none is an experiment's file, gives the first token that was most likely meant to
 * be; null where there is none. `isExperimentFile` is asked about tokens as they are and without `#name`.
 */
export function findFileArgument(
  tokens: readonly string[],
  flags: FlagTable,
  isExperimentFile: (token: string) => boolean,
): FileArgument | null {
  const candidates = findCandidates(tokens, flags)
  const files = candidates.filter(({ token }) => isExperimentFile(token) || isExperimentFile(withoutName(token)))
  const chosen =
    first(files) ?? candidates.find(({ mayBeValue }) => !mayBeValue) ?? candidates.find(({ token }) => looksLikeFile(token))
  if (chosen === undefined) return null
  return { file: chosen.token, rest: tokens.toSpliced(chosen.at, 1) }
}

/** The configs of a command line, in their order, and all other tokens. */
export interface ConfigArguments {
  readonly files: readonly string[]
  readonly rest: readonly string[]
}

/** Finds configs among flags that are not all known yet: those that cannot be the value of the flag before them. */
export function findConfigArguments(
  tokens: readonly string[],
  flags: FlagTable,
  isConfig: (token: string) => boolean,
): ConfigArguments {
  const found = findCandidates(tokens, flags).filter(({ token }) => isConfig(token))
  const sure = found.filter(({ mayBeValue }) => !mayBeValue)
  const chosen = sure.length > 0 ? sure : found.slice(0, 1)
  const places = new Set(chosen.map(({ at }) => at))
  return { files: chosen.map(({ token }) => token), rest: tokens.filter((_, at) => !places.has(at)) }
}

function first(files: readonly Candidate[]): Candidate | undefined {
  return files.find(({ mayBeValue }) => !mayBeValue) ?? files[0]
}

function findCandidates(tokens: readonly string[], flags: FlagTable): Candidate[] {
  const candidates: Candidate[] = []
  let mayBeValue = false
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (isEnd(token))
      return [...candidates, ...tokens.slice(at + 1).map((rest, i) => ({ token: rest, at: at + 1 + i, mayBeValue: false }))]
    if (isValueToken(token)) {
      if (!token.startsWith('-')) candidates.push({ token, at, mayBeValue })
      mayBeValue = false
      continue
    }
    const arity = arityOf(token, flags)
    const next = tokens[at + 1]
    if (next !== undefined && isValueToken(next) && (arity === 'value' || (arity === 'switch' && isSwitchValue(next)))) at += 1
    mayBeValue = arity === 'unknown'
  }
  return candidates
}

function isEnd(token: string): boolean {
  return token === '--'
}

/** Whether the next token belongs to a flag: never after `=`. */
function arityOf(token: string, flags: FlagTable): 'value' | 'switch' | 'complete' | 'unknown' {
  const { flag, inline } = splitFlag(token)
  if (inline !== undefined) return 'complete'
  if (isAssignmentFlag(flag)) return 'value'
  const name = kebabCase(flag.slice(2))
  const own = flags.find((known) => (flag.startsWith('--') ? kebabCase(known.name) === name : `-${known.short}` === flag))
  if (own !== undefined) return own.takesValue ? 'value' : 'switch'
  const isNegation = flags.some((known) => !known.takesValue && `no-${kebabCase(known.name)}` === name)
  return isNegation ? 'complete' : 'unknown'
}

function withoutName(token: string): string {
  const hash = token.lastIndexOf('#')
  return hash > 0 ? token.slice(0, hash) : token
}

function looksLikeFile(token: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(withoutName(token))
}
