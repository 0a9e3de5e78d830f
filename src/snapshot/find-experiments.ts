import type { CallExpression, Expression, Program, Statement, VariableDeclaration } from 'oxc-parser'
import { keyOf, unwrap } from './module-scope.ts'
import type { DefiningName, ModuleScope } from './module-scope.ts'

/** A call in a module that defines an experiment or a mixin. Offsets in its text. */
export interface FoundExperiment {
  readonly call: DefiningName | 'extend'
  /** Where the called name is. */
  readonly at: number
  /** Where the statement begins that a comment on the experiment would stand above. */
  readonly start: number
  /** The second argument. */
  readonly definition: Expression | null
  readonly exportNames: readonly string[]
}

/** Finds the experiments and mixins that a module defines at its top level, in order, under the names it exports them by. */
export function findExperiments(program: Program, scope: ModuleScope): FoundExperiment[] {
  const collector = new Collector(scope)
  for (const statement of program.body) collector.read(statement)
  return collector.finish()
}

interface Draft extends Omit<FoundExperiment, 'exportNames'> {
  readonly exportNames: Set<string>
}

class Collector {
  readonly #scope: ModuleScope
  readonly #drafts: Draft[] = []
  readonly #locals = new Map<string, Draft>()
  /** Local name, exported name: a name can be exported before it is defined. */
  readonly #exports: (readonly [string, string])[] = []

  constructor(scope: ModuleScope) {
    this.#scope = scope
  }

  read(statement: Statement): void {
    switch (statement.type) {
      case 'VariableDeclaration':
        return this.#declare(statement, statement.start, false)
      case 'ExportNamedDeclaration':
        if (statement.declaration?.type === 'VariableDeclaration') this.#declare(statement.declaration, statement.start, true)
        if (statement.source !== null) return
        for (const { local, exported } of statement.specifiers) this.#exports.push([nameOf(local), nameOf(exported)])
        return
      case 'ExportDefaultDeclaration':
        // Classes and functions are exported so, too: they are no expressions that could define an experiment.
        return this.#export(statement.declaration as Expression, 'default', statement.start)
      case 'TSExportAssignment':
        return this.#export(statement.expression, 'default', statement.start)
      case 'ExpressionStatement':
        return this.#express(statement.expression, statement.start)
    }
  }

  finish(): FoundExperiment[] {
    for (const [local, exported] of this.#exports) this.#locals.get(local)?.exportNames.add(exported)
    return this.#drafts.map((draft) => ({ ...draft, exportNames: [...draft.exportNames] })).toSorted((a, b) => a.at - b.at)
  }

  #declare({ declarations }: VariableDeclaration, start: number, isExported: boolean): void {
    for (const [index, { id, init, ...declarator }] of declarations.entries()) {
      if (id.type !== 'Identifier' || !init) continue
      // `const experiment = exports.experiment = defineExperiment(…)`
      const { value, names } = splitAssignments(init)
      const draft = this.#add(value, index === 0 ? start : declarator.start)
      if (draft === null) continue
      this.#locals.set(id.name, draft)
      for (const name of isExported ? [id.name, ...names] : names) draft.exportNames.add(name)
    }
  }

  /** `module.exports = …`, `exports.name = …`, and calls whose value no one keeps. */
  #express(expression: Expression, start: number): void {
    const { value, names } = splitAssignments(expression)
    if (names.length === 0) {
      this.#add(innermostCall(value), start)
      return
    }
    for (const name of names) this.#export(value, name, start)
  }

  #export(expression: Expression, name: string, start: number): void {
    const value = unwrap(expression)
    if (value.type === 'Identifier') {
      this.#exports.push([value.name, name])
    } else if (value.type === 'ObjectExpression' && name === 'default') {
      for (const property of value.properties) {
        const key = property.type === 'Property' ? keyOf(property) : null
        if (property.type === 'Property' && key !== null) this.#export(property.value, key, property.start)
      }
    } else {
      this.#add(value, start)?.exportNames.add(name)
    }
  }

  #add(expression: Expression, start: number): Draft | null {
    const call = unwrap(expression)
    if (call.type !== 'CallExpression') return null
    const known = this.#drafts.find(({ at }) => at === calledName(call)?.start)
    if (known !== undefined) return known
    const kind = this.#kindOf(call)
    if (kind === null) return null
    const [, definition] = call.arguments
    const draft: Draft = {
      call: kind,
      at: calledName(call)?.start ?? call.start,
      start,
      definition: definition === undefined || definition.type === 'SpreadElement' ? null : definition,
      exportNames: new Set(),
    }
    this.#drafts.push(draft)
    return draft
  }

  #kindOf(call: CallExpression): Draft['call'] | null {
    const name = calledName(call)?.name
    if (call.callee.type === 'Identifier') return this.#scope.definers.get(name ?? '') ?? null
    if (name === 'defineExperiment' || name === 'defineMixin') return name
    return name === 'extend' && isModuleMeta(call.arguments[0]) ? name : null
  }
}

/** `a` and `x`, `y` of `exports.x = exports.y = a`; `module.exports` counts as `default`. */
function splitAssignments(expression: Expression): { value: Expression; names: string[] } {
  const names: string[] = []
  let value = unwrap(expression)
  while (value.type === 'AssignmentExpression' && value.operator === '=') {
    const name = value.left.type === 'MemberExpression' ? exportedBy(value.left) : null
    if (name !== null) names.push(name)
    value = unwrap(value.right)
  }
  return { value, names }
}

function exportedBy(target: Expression): string | null {
  if (target.type !== 'MemberExpression' || target.computed || target.property.type !== 'Identifier') return null
  const { name } = target.property
  const owner = target.object
  if (owner.type === 'Identifier')
    return owner.name === 'exports' ? name : owner.name === 'module' && name === 'exports' ? 'default' : null
  return exportedBy(owner) === 'default' ? name : null
}

/** `defineExperiment(…)` of `defineExperiment(…).runIfMain()`. */
function innermostCall(expression: Expression): Expression {
  const call = unwrap(expression)
  if (call.type === 'AwaitExpression') return innermostCall(call.argument)
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return call
  const inner = innermostCall(call.callee.object)
  return inner.type === 'CallExpression' ? inner : call
}

/** `define` of `define(…)`, `extend` of `base.extend(…)`. */
function calledName({ callee }: CallExpression): { readonly name: string; readonly start: number } | null {
  if (callee.type === 'Identifier') return callee
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed ? callee.property : null
}

/** `import.meta`, or CommonJS's `module`. */
function isModuleMeta(argument: CallExpression['arguments'][number] | undefined): boolean {
  return argument?.type === 'MetaProperty' || (argument?.type === 'Identifier' && argument.name === 'module')
}

function nameOf(name: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return name.name ?? String(name.value)
}
