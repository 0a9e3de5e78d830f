import { defineOwn } from '../../internal/define-own.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import { isCredentialName } from '../../secrets/credential-variables.ts'
import type { UsedVariable } from './config-document.ts'
import type { ConfigSource } from './config-source.ts'
import { dollarOffset } from './dollar-offset.ts'
import { expandVariables } from './expand-variables.ts'
import type { Environment, Expansion } from './expand-variables.ts'
import type { YamlFile } from './read-yaml.ts'
import { asNumber } from './tree-builder.ts'
import { scalarsIn } from './yaml-tree.ts'
import type { YamlNode, YamlScalar } from './yaml-tree.ts'

/** What the values of a config are once their variables are replaced. Reports variables that cannot be. */
export class ConfigValues {
  readonly #source: ConfigSource
  readonly #yaml: YamlFile
  readonly #expansions = new Map<YamlScalar, Expansion>()

  constructor(source: ConfigSource, yaml: YamlFile, env: Environment) {
    this.#source = source
    this.#yaml = yaml
    for (const scalar of yaml.root === null ? [] : scalarsIn(yaml.root)) {
      if (typeof scalar.value !== 'string' || !scalar.value.includes('$')) continue
      const expansion = expandVariables(scalar.value, env)
      this.#expansions.set(scalar, expansion)
      if (!yaml.isAtFault(scalar.start, scalar.end)) this.#report(scalar, expansion, env)
    }
  }

  /** Values that must not be written. */
  get secrets(): readonly string[] {
    const secrets = [...this.#expansions.values()].flatMap(({ text, variables }) => {
      const credentials = variables.filter((one) => isCredential(one) && one.value !== '').map(({ value }) => value)
      return credentials.length === 0 ? [] : [...credentials, text]
    })
    return [...new Set(secrets)]
  }

  /** Whether what is wrong with it has been reported. */
  isBroken(node: YamlNode): boolean {
    return [...scalarsIn(node)].some((scalar) => {
      const faults = this.#expansions.get(scalar)?.faults ?? []
      return faults.length > 0 || scalar.style === 'unreadable' || this.#yaml.isAtFault(scalar.start, scalar.end)
    })
  }

  hasVariables(node: YamlNode): boolean {
    return [...scalarsIn(node)].some((scalar) => this.#expansions.get(scalar)?.hasVariables === true)
  }

  /** The variables in a node, each once. */
  variablesIn(node: YamlNode): readonly UsedVariable[] {
    const found = new Map<string, UsedVariable>()
    for (const scalar of scalarsIn(node)) {
      for (const variable of this.#expansions.get(scalar)?.variables ?? []) found.set(variable.name, variable)
    }
    return [...found.values()]
  }

  /** The text that a scalar with variables has become; null for all others. */
  expandedText(node: YamlNode): string | null {
    const expansion = node.type === 'scalar' ? this.#expansions.get(node) : undefined
    return expansion?.hasVariables === true ? expansion.text : null
  }

  /** As data. A scalar with variables is read again where it is plain, or is to be read as if it were. */
  dataOf(node: YamlNode, style?: 'plain'): unknown {
    switch (node.type) {
      case 'scalar':
        return this.#valueOf(node, style ?? node.style)
      case 'list':
        return node.items.map((item) => this.dataOf(item))
      case 'map': {
        const data: Record<string, unknown> = {}
        for (const { key, value } of node.entries) defineOwn(data, key, this.dataOf(value))
        return data
      }
    }
  }

  /** A value as messages show it. */
  show(node: YamlNode): string {
    return this.isSecret(node) ? `what ${this.writtenOf(node)} stands for` : showValue(this.dataOf(node))
  }

  /** Whether a credential stands in it, which no message may show. */
  isSecret(node: YamlNode): boolean {
    return this.variablesIn(node).some(isCredential)
  }

  /** The source text. */
  writtenOf(node: YamlNode): string {
    return this.#source.text.slice(node.start, node.end).trimEnd()
  }

  #valueOf(scalar: YamlScalar, style: YamlScalar['style']): unknown {
    const expansion = this.#expansions.get(scalar)
    if (expansion === undefined) return scalar.value
    if (!expansion.hasVariables || style !== 'plain') return expansion.text
    const read = this.#yaml.readPlain(expansion.text)
    return typeof read === 'bigint' ? asNumber(read) : read
  }

  #report(scalar: YamlScalar, { faults }: Expansion, env: Environment): void {
    for (const fault of faults) {
      const offset = dollarOffset(this.#source.text, scalar, fault.dollar)
      if ('unset' in fault) {
        const suggestion = nearest(fault.unset, namesIn(env))
        this.#source.report(
          'CONFIG_VARIABLE_UNSET',
          { variable: fault.unset, suggestion, isSecret: isCredentialName(fault.unset) },
          offset,
        )
      } else {
        this.#source.report('CONFIG_VARIABLE_SYNTAX', { written: fault.written, reason: fault.reason }, offset)
      }
    }
  }
}

function isCredential({ name }: UsedVariable): boolean {
  return isCredentialName(name)
}

/** Names of one letter, and `_` that shells set, are near to all others of one. */
function namesIn(env: Environment): string[] {
  return Object.keys(env).filter((name) => env[name] !== undefined && name.length > 1)
}
