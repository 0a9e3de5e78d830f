import { problem } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import type { ParameterSpec } from '../parameter-spec.ts'
import type { ParameterSchema } from '../schema.ts'
import { showValue } from '../show-value.ts'
import { readBooleanText } from '../text/boolean-text.ts'
import { indexFlags } from './flag-index.ts'
import type { FlagIndex } from './flag-index.ts'
import type { Flag, FlagTable } from './flag-table.ts'
import { isSwitchValue, isValueToken, splitFlag } from './tokens.ts'

/** What a command line says, without the file's name. */
export interface ParsedCommandLine {
  /** For the layer of the command line: texts as written, by parameter. */
  readonly given: Readonly<Record<string, { readonly text: readonly string[] }>>
  /** Runlab's own flags, by name; true for one that takes no value. */
  readonly flags: Readonly<Record<string, string | true>>
  /** Those that may be given again: all values, by name. */
  readonly repeated: Readonly<Record<string, readonly string[]>>
  /** FLAG_UNKNOWN, FLAG_VALUE_MISSING, FLAG_INVALID, PARAMETER_UNKNOWN, ARGUMENT_UNEXPECTED; in the order of the tokens. */
  readonly problems: readonly Problem[]
}

/**
 * Reads flags and parameters: `--name value`, `--name=value`, `--flag`, `--no-flag`, `-p name=value`. A value that starts
 * with `--` is given by `=` only; a flag that takes no value takes the next token only where that is `true` or `false`.
 * A flag given again replaces, of a list adds. `--` ends the flags. Values stay texts.
 */
export function parseCommandLine(tokens: readonly string[], schema: ParameterSchema, flags: FlagTable): ParsedCommandLine {
  const reader = new Reader(indexFlags(schema, flags), tokens)
  reader.readAll()
  return {
    given: Object.fromEntries(Array.from(reader.texts, ([name, text]) => [name, { text }])),
    flags: Object.fromEntries(reader.own),
    repeated: Object.fromEntries(reader.repeated),
    problems: reader.problems,
  }
}

class Reader {
  readonly texts = new Map<string, string[]>()
  readonly own = new Map<string, string | true>()
  readonly repeated = new Map<string, string[]>()
  readonly problems: Problem[] = []
  readonly #index: FlagIndex
  readonly #tokens: readonly string[]
  /** The next token to read. */
  #at = 0

  constructor(index: FlagIndex, tokens: readonly string[]) {
    this.#index = index
    this.#tokens = tokens
  }

  readAll(): void {
    let isEnded = false
    while (this.#at < this.#tokens.length) {
      const token = this.#take()
      if (isEnded) this.problems.push(problem('ARGUMENT_UNEXPECTED', { argument: token }))
      else if (token === '--') isEnded = true
      else if (isValueToken(token)) this.#refuseArgument(token)
      else this.#readFlag(token)
    }
  }

  #readFlag(token: string): void {
    const { flag, inline } = splitFlag(token)
    const meaning = this.#index.find(flag)
    if (meaning === null) return this.#refuseFlag(flag, inline)
    if (meaning.kind === 'assignment') return this.#readAssignment(flag, inline)
    if (meaning.kind === 'own') return this.#readOwn(meaning.flag, flag, inline, meaning.negated)
    const { spec, negated } = meaning
    if (negated && inline !== undefined) return this.#refuseNegatedValue(flag, inline)
    const text = negated
      ? spec.negation
      : spec.takesValue
        ? this.#readValue(flag, inline, spec.secret !== null)
        : this.#readSwitch(flag, inline)
    if (text !== null) this.#setParameter(spec, text)
  }

  #readOwn({ name, takesValue, repeats = false }: Flag, flag: string, inline: string | undefined, negated: boolean): void {
    if (negated && inline !== undefined) return this.#refuseNegatedValue(flag, inline)
    if (takesValue) {
      const text = this.#readValue(flag, inline, false)
      if (text !== null && repeats) this.repeated.set(name, [...(this.repeated.get(name) ?? []), text])
      else if (text !== null) this.own.set(name, text)
      return
    }
    const text = negated ? 'false' : this.#readSwitch(flag, inline)
    const isOn = text === null ? undefined : readBooleanText(text)
    if (isOn === null) this.problems.push(problem('FLAG_INVALID', { flag, value: showValue(text), expected: 'true or false' }))
    if (isOn === true) this.own.set(name, true)
    if (isOn === false) this.own.delete(name)
  }

  /** `-p name=value` reaches the parameter whatever flags there are. */
  #readAssignment(flag: string, inline: string | undefined): void {
    const assignment = this.#readValue(flag, inline, false)
    if (assignment === null) return
    const { flag: name, inline: text } = splitFlag(assignment)
    if (text === undefined) {
      this.problems.push(problem('FLAG_INVALID', { flag, value: showValue(assignment), expected: 'NAME=VALUE' }))
      return
    }
    const spec = this.#index.findParameter(name)
    if (spec !== null) return this.#setParameter(spec, text)
    const known = this.#index.parameterNames
    this.problems.push(problem('PARAMETER_UNKNOWN', { parameter: name, suggestion: nearest(name, known), known }))
  }

  #readValue(flag: string, inline: string | undefined, isSecret: boolean): string | null {
    if (inline !== undefined) return inline
    const next = this.#tokens[this.#at]
    if (next !== undefined && isValueToken(next)) return this.#take()
    this.problems.push(problem('FLAG_VALUE_MISSING', { flag, ...(next === undefined || isSecret ? {} : { next }) }))
    return null
  }

  #readSwitch(flag: string, inline: string | undefined): string | null {
    if (inline !== undefined) return inline
    const next = this.#tokens[this.#at]
    if (isSwitchValue(next)) return this.#take()
    if (next === undefined || readBooleanText(next) === null) return 'true'
    const suggestion = `${flag}=${next}`
    this.problems.push(problem('ARGUMENT_UNEXPECTED', { argument: this.#take(), suggestion }))
    return null
  }

  #setParameter({ name, repeats }: ParameterSpec, text: string): void {
    this.texts.set(name, [...((repeats && this.texts.get(name)) || []), text])
  }

  #refuseFlag(flag: string, inline: string | undefined): void {
    this.problems.push(problem('FLAG_UNKNOWN', { flag, suggestion: this.#index.suggest(flag) }))
    // What follows is most likely its value; to name it as well would only be noise.
    const next = this.#tokens[this.#at]
    if (inline === undefined && next !== undefined && isValueToken(next)) this.#take()
  }

  #refuseNegatedValue(flag: string, inline: string): void {
    this.problems.push(problem('FLAG_INVALID', { flag, value: showValue(inline), expected: 'no value' }))
  }

  #refuseArgument(argument: string): void {
    const { flag: name, inline } = splitFlag(argument)
    const spec = inline === undefined ? null : this.#index.findParameter(name)
    this.problems.push(problem('ARGUMENT_UNEXPECTED', { argument, suggestion: spec === null ? null : `--${argument}` }))
  }

  #take(): string {
    const token = this.#tokens[this.#at] ?? ''
    this.#at += 1
    return token
  }
}
