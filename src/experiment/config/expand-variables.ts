import type { UsedVariable } from './config-document.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A text with its variables replaced. */
export interface Expansion {
  readonly text: string
  /** Whether a variable stood in it, set or not. */
  readonly hasVariables: boolean
  /** Those that are set, empty ones included. */
  readonly variables: readonly UsedVariable[]
  readonly faults: readonly VariableFault[]
}

/** What is wrong with a variable; `dollar` counts the dollar signs before it. */
export type VariableFault =
  | { readonly dollar: number; readonly unset: string }
  | { readonly dollar: number; readonly written: string; readonly reason: string }

const UNCLOSED = 'its closing brace is missing'
const NAME = /[A-Za-z_]\w*/y

/**
 * Replaces `${NAME}`, `${NAME:-default}` and `$$` as the shell does: the default counts where the variable is not set or empty,
 * may hold variables itself, and only then are they asked for. A dollar sign before anything else stays.
 */
export function expandVariables(text: string, env: Environment): Expansion {
  return new Expander(text, env).run()
}

class Expander {
  readonly #text: string
  readonly #env: Environment
  readonly #variables = new Map<string, string>()
  readonly #faults: VariableFault[] = []
  #hasVariables = false
  #at = 0

  constructor(text: string, env: Environment) {
    this.#text = text
    this.#env = env
  }

  run(): Expansion {
    const text = this.#readText({ isDefault: false, counts: true })
    const variables = Array.from(this.#variables, ([name, value]) => ({ name, value }))
    return { text, hasVariables: this.#hasVariables, variables, faults: this.#faults }
  }

  /** Reads to the end, or to the brace that ends a default. What does not count is only checked. */
  #readText({ isDefault, counts }: { readonly isDefault: boolean; readonly counts: boolean }): string {
    let read = ''
    while (this.#at < this.#text.length) {
      if (this.#startsWith('${')) {
        read += this.#readVariable(counts)
        continue
      }
      const character = this.#text.charAt(this.#at)
      if (isDefault && character === '}') break
      read += character
      this.#at += this.#startsWith('$$') ? 2 : 1
    }
    return read
  }

  #readVariable(counts: boolean): string {
    const start = this.#at
    this.#hasVariables = true
    this.#at += 2
    const name = this.#readName()
    if (name === null) return this.#refuse(start, 'a name is letters, digits and _, and begins with no digit')
    if (this.#skip('}')) return counts ? this.#valueOf(name, start) : ''
    if (!this.#skip(':-')) return this.#refuse(start, 'behind the name stands } or :-')
    const value = this.#lookUp(name)
    const isNeeded = value === undefined || value === ''
    const otherwise = this.#readText({ isDefault: true, counts: counts && isNeeded })
    if (!this.#skip('}')) return this.#refuse(start, UNCLOSED)
    if (!counts) return ''
    if (value !== undefined) this.#variables.set(name, value)
    return isNeeded ? otherwise : value
  }

  #valueOf(name: string, start: number): string {
    const value = this.#lookUp(name)
    if (value === undefined) this.#faults.push({ dollar: this.#dollarsBefore(start), unset: name })
    else this.#variables.set(name, value)
    return value ?? ''
  }

  #lookUp(name: string): string | undefined {
    return Object.hasOwn(this.#env, name) ? this.#env[name] : undefined
  }

  /** Goes on behind the next brace. */
  #refuse(start: number, reason: string): string {
    const brace = this.#text.indexOf('}', this.#at)
    const isOpen = brace === -1
    this.#at = isOpen ? this.#text.length : brace + 1
    const written = this.#text.slice(start, this.#at)
    this.#faults.push({ dollar: this.#dollarsBefore(start), written, reason: isOpen ? UNCLOSED : reason })
    return ''
  }

  #readName(): string | null {
    NAME.lastIndex = this.#at
    const name = NAME.exec(this.#text)?.[0] ?? null
    this.#at += name?.length ?? 0
    return name
  }

  #skip(token: string): boolean {
    if (!this.#startsWith(token)) return false
    this.#at += token.length
    return true
  }

  #startsWith(token: string): boolean {
    return this.#text.startsWith(token, this.#at)
  }

  #dollarsBefore(offset: number): number {
    return this.#text.slice(0, offset).split('$').length - 1
  }
}
