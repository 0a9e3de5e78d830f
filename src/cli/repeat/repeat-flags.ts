import { runlabError } from '../../errors.ts'
import { findFileArgument } from '../../parameters/command-line/file-argument.ts'
import { RUN_FLAGS } from '../../runtime/command-line/run-flags.ts'
import { parseTolerance } from '../../format/tolerance.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'

/** A command line without the flags that only say how to compare, and what these say. */
export interface RepeatFlags {
  readonly tokens: readonly string[]
  readonly rules: readonly ToleranceRule[]
  /** Of `--expect`; null without it. */
  readonly expected: string | null
}

/**
 * Takes out `--tolerance NAME=RULE`, which may be there several times, and `--expect RUN`; what stands behind `--` is left.
 * Throws FLAG_VALUE_MISSING, TOLERANCE_INVALID.
 */
export function takeRepeatFlags(given: readonly string[]): RepeatFlags {
  const tokens: string[] = []
  const rules: ToleranceRule[] = []
  let expected: string | null = null
  for (let at = 0; at < given.length; at++) {
    const token = given[at] ?? ''
    if (token === '--') {
      tokens.push(...given.slice(at))
      break
    }
    const [, name, inline] = /^--(tolerance|expect)(?:=(.*))?$/s.exec(token) ?? []
    if (name === undefined) {
      tokens.push(token)
      continue
    }
    const value = inline ?? given[++at]
    if (value === undefined) throw runlabError('FLAG_VALUE_MISSING', { flag: `--${name}` })
    if (name === 'expect') expected = value
    else rules.push(parseTolerance(value))
  }
  return { tokens, rules, expected }
}

/** The value of a flag, `--results DIR` or `--results=DIR`; the last one counts. */
export function valueOfFlag(tokens: readonly string[], flag: string): string | undefined {
  let value: string | undefined
  for (const [index, token] of tokens.entries()) {
    if (token === '--') break
    if (token === flag) value = tokens[index + 1]
    else if (token.startsWith(`${flag}=`)) value = token.slice(flag.length + 1)
  }
  return value
}

/** The run that a command line names, and all other words. Throws USAGE where it names none. */
export function takeRun(tokens: readonly string[], command: string): { readonly run: string; readonly rest: readonly string[] } {
  const found = findFileArgument(tokens, RUN_FLAGS, () => false)
  if (found === null) throw runlabError('USAGE', { reason: 'Say which run', help: `runlab ${command} --help` })
  return { run: found.file, rest: found.rest }
}

/** Takes out switches of a command, `--keep`; what stands behind `--` is left. */
export function takeSwitches<const S extends string>(
  tokens: readonly string[],
  names: readonly S[],
): { readonly switches: ReadonlySet<S>; readonly rest: readonly string[] } {
  const end = tokens.indexOf('--')
  const isSwitch = (token: string, at: number): boolean => (end < 0 || at < end) && names.some((name) => token === `--${name}`)
  return {
    switches: new Set(names.filter((name) => tokens.some((token, at) => token === `--${name}` && isSwitch(token, at)))),
    rest: tokens.filter((token, at) => !isSwitch(token, at)),
  }
}

/** Names of what a command line gives, in both spellings that a parameter may have. */
export function givenNames(tokens: readonly string[]): ReadonlySet<string> {
  const names = tokens.flatMap((token, at) => {
    const isAssignment = /^(?:-p|--parameter)$/.test(tokens[at - 1] ?? '')
    const name = isAssignment ? token.split('=')[0] : /^--(?:no-)?([^=]+)/.exec(token)?.[1]
    return name === undefined ? [] : [name, name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
  })
  return new Set(names)
}
