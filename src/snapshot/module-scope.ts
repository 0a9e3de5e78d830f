import type { Expression, ObjectExpression, ObjectProperty, Program, VariableDeclaration } from 'oxc-parser'

const DEFINING = ['defineExperiment', 'defineMixin'] as const

/** A function of runlab's that defines something. */
export type DefiningName = (typeof DEFINING)[number]

function isDefining(name: string): name is DefiningName {
  return (DEFINING as readonly string[]).includes(name)
}

/** What the names at the top of a module stand for. */
export class ModuleScope {
  readonly #values = new Map<string, Expression>()
  /** Local names of runlab's functions that define something. */
  readonly definers = new Map<string, DefiningName>(DEFINING.map((name) => [name, name]))

  constructor(program: Program) {
    for (const statement of program.body) {
      if (statement.type === 'VariableDeclaration') this.#declare(statement)
      if (statement.type === 'ExportNamedDeclaration' && statement.declaration?.type === 'VariableDeclaration')
        this.#declare(statement.declaration)
      if (statement.type !== 'ImportDeclaration') continue
      for (const specifier of statement.specifiers) {
        if (specifier.type !== 'ImportSpecifier') continue
        const { imported } = specifier
        const name = imported.type === 'Literal' ? imported.value : imported.name
        if (isDefining(name)) this.definers.set(specifier.local.name, name)
      }
    }
  }

  #declare({ declarations }: VariableDeclaration): void {
    for (const { id, init } of declarations) {
      if (id.type === 'Identifier' && init) this.#values.set(id.name, init)
      if (id.type !== 'ObjectPattern') continue
      for (const property of id.properties) {
        if (property.type !== 'Property' || property.value.type !== 'Identifier') continue
        if (property.key.type === 'Identifier' && isDefining(property.key.name))
          this.definers.set(property.value.name, property.key.name)
      }
    }
  }

  /** The object literal that an expression is or names, or null. */
  objectOf(expression: Expression, depth = 0): ObjectExpression | null {
    const bare = unwrap(expression)
    if (bare.type === 'ObjectExpression') return bare
    // Names can be defined by one another.
    if (depth > 20) return null
    if (bare.type === 'Identifier') {
      const value = this.#values.get(bare.name)
      return value === undefined ? null : this.objectOf(value, depth + 1)
    }
    if (bare.type !== 'MemberExpression' || bare.computed || bare.property.type !== 'Identifier' || bare.object.type === 'Super')
      return null
    const owner = this.objectOf(bare.object, depth + 1)
    const { name } = bare.property
    const member = owner?.properties.findLast(
      (property): property is ObjectProperty => property.type === 'Property' && keyOf(property) === name,
    )
    return member === undefined ? null : this.objectOf(member.value, depth + 1)
  }
}

/** An expression without what only speaks to the type checker. */
export function unwrap(expression: Expression): Expression {
  switch (expression.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return unwrap(expression.expression)
    default:
      return expression
  }
}

/** A property's name, or null when it is computed. */
export function keyOf({ key, computed }: ObjectProperty): string | null {
  if (key.type === 'Literal') return String(key.value)
  return key.type === 'Identifier' && !computed ? key.name : null
}
