import { parseSync } from 'oxc-parser'

/** What code can do to, or take from, the world around it. */
export type Effect =
  | 'files'
  | 'processes'
  | 'threads'
  | 'machine'
  | 'network'
  | 'process'
  | 'exit'
  | 'clock'
  | 'stopwatch'
  | 'chance'
  | 'console'
  | 'evaluation'
  | 'patching globals'

export interface ImportFact {
  readonly specifier: string
  readonly line: number
  /** Erased when the types are. */
  readonly isType: boolean
}

/** What the rules need to know of a source file. */
export interface ModuleFacts {
  readonly imports: readonly ImportFact[]
  readonly effects: readonly { readonly effect: Effect; readonly what: string; readonly line: number }[]
  readonly defaultExports: readonly number[]
  readonly topLevelAwaits: readonly number[]
  readonly lines: number
}

const BUILTINS: Readonly<Record<string, Effect>> = {
  'node:fs': 'files',
  'node:fs/promises': 'files',
  'node:child_process': 'processes',
  'node:cluster': 'processes',
  'node:worker_threads': 'threads',
  'node:os': 'machine',
  'node:net': 'network',
  'node:http': 'network',
  'node:http2': 'network',
  'node:https': 'network',
  'node:dgram': 'network',
  'node:tls': 'network',
  'node:process': 'process',
  'node:perf_hooks': 'stopwatch',
  'node:console': 'console',
  'node:vm': 'evaluation',
}

/** Global names, alone or with the member that is read of them. */
const GLOBALS: Readonly<Record<string, Effect>> = {
  process: 'process',
  'process.exit': 'exit',
  console: 'console',
  performance: 'stopwatch',
  'Date.now': 'clock',
  'Math.random': 'chance',
  fetch: 'network',
  WebSocket: 'network',
  eval: 'evaluation',
  Function: 'evaluation',
  syncBuiltinESMExports: 'patching globals',
}

/** What `node:crypto` and the global `crypto` draw at random. */
const DRAWS = new Set(['randomBytes', 'randomInt', 'randomUUID', 'randomFill', 'randomFillSync', 'getRandomValues'])
/** What every module sees changed when it is assigned to. A process's exit code and environment are there to be set. */
const PATCHABLE = /^(Math|globalThis|console|Date|crypto|process(?!\.(exitCode|env)\b))\./
/** Where a node stands that is only a type. */
const TYPE_POSITIONS = new Set([
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
  'returnType',
  'superTypeArguments',
  'implements',
])
const TYPE_NODES = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSDeclareFunction'])
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

interface Place {
  readonly parent: SyntaxNode | null
  readonly key: string
  readonly isType: boolean
  readonly isTopLevel: boolean
}

/** Reads a TypeScript file's imports, exports and effects. Throws when it cannot be parsed. */
export function readModule(path: string, text: string): ModuleFacts {
  const { program, module, errors } = parseSync(path, text, { sourceType: 'module' })
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`)
  const imports: ImportFact[] = []
  const effects: { effect: Effect; what: string; line: number }[] = []
  const topLevelAwaits: number[] = []
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  const addEffect = (effect: Effect | undefined, what: string, start: number): void => {
    if (effect !== undefined) effects.push({ effect, what, line: lineAt(start) })
  }

  for (const statement of module.staticImports) {
    const specifier = statement.moduleRequest.value
    const isType = statement.entries.length > 0 && statement.entries.every((entry) => entry.isType)
    imports.push({ specifier, line: lineAt(statement.start), isType })
    if (!isType) addEffect(own(BUILTINS, specifier), specifier, statement.start)
    for (const { importName, isType: typeOnly } of statement.entries) {
      if (typeOnly || importName.name === null) continue
      if (specifier === 'node:crypto' && DRAWS.has(importName.name)) addEffect('chance', importName.name, statement.start)
      if (specifier === 'node:module') addEffect(own(GLOBALS, importName.name), importName.name, statement.start)
    }
  }
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      // Names imported by a statement of their own have a module here, too.
      if (entry.moduleRequest === null || entry.moduleRequest.start < entry.start) continue
      imports.push({ specifier: entry.moduleRequest.value, line: lineAt(entry.start), isType: entry.isType })
    }
  }
  walk(program as unknown as SyntaxNode, { parent: null, key: '', isType: false, isTopLevel: true }, (node, place) => {
    const imported = importedBy(node)
    if (imported !== undefined) {
      imports.push({ specifier: imported, line: lineAt(node.start), isType: node.type === 'TSImportType' })
      if (node.type === 'ImportExpression') addEffect(BUILTINS[imported], imported, node.start)
    }
    if (place.isType) return
    if (isTopLevelAwait(node, place)) topLevelAwaits.push(lineAt(node.start))
    for (const [effect, what] of effectsOf(node, place)) addEffect(effect, what, node.start)
  })
  const defaults = module.staticExports.flatMap(({ entries }) =>
    entries.filter(({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default'),
  )
  return {
    imports,
    effects,
    defaultExports: defaults.map((entry) => lineAt(entry.start)),
    topLevelAwaits,
    lines: text.trimEnd().split('\n').length,
  }
}

function walk(node: SyntaxNode, place: Place, visit: (node: SyntaxNode, place: Place) => void): void {
  visit(node, place)
  const isTopLevel = place.isTopLevel && !FUNCTIONS.has(node.type)
  for (const [key, value] of Object.entries(node)) {
    const isType = place.isType || TYPE_POSITIONS.has(key) || TYPE_NODES.has(node.type)
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, { parent: node, key, isType, isTopLevel }, visit)
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The module an import expression or import type names, when it is a literal. */
function importedBy(node: SyntaxNode): string | undefined {
  if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return undefined
  const { source } = node
  return isNode(source) && typeof source['value'] === 'string' ? source['value'] : undefined
}

function isTopLevelAwait(node: SyntaxNode, place: Place): boolean {
  return place.isTopLevel && (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node['await'] === true))
}

function* effectsOf(node: SyntaxNode, place: Place): Generator<[Effect, string]> {
  const patched = node.type === 'AssignmentExpression' ? patchedGlobal(node['left']) : undefined
  if (patched !== undefined) yield ['patching globals', patched]
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && isEmpty(node['arguments']))
    yield ['clock', 'new Date()']
  if (node.type === 'CallExpression' && nameOf(node['callee']) === 'Date') yield ['clock', 'Date()']
  if (node.type === 'MemberExpression') {
    const name = memberName(node)
    const effect = own(GLOBALS, name)
    if (effect !== undefined) yield [effect, name]
    if (DRAWS.has(name.replace(/^(crypto|globalThis)\./, '')) && name.includes('.')) yield ['chance', name]
    const global = /^globalThis\.(\w+)$/.exec(name)?.[1]
    const reached = global === undefined ? undefined : own(GLOBALS, global)
    if (reached !== undefined) yield [reached, name]
  }
  if (node.type === 'Identifier' && isReference(node, place)) {
    const name = String(node['name'])
    const effect = own(GLOBALS, name)
    if (effect !== undefined) yield [effect, name]
  }
}

/** What a table says of a name; nothing of those that every object has, such as `valueOf`. */
function own(table: Readonly<Record<string, Effect>>, name: string): Effect | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** `Math.random` of `Math.random = …`, when that changes something that every module sees. */
function patchedGlobal(left: unknown): string | undefined {
  if (!isNode(left) || left.type !== 'MemberExpression') return undefined
  const name = memberName(left)
  return PATCHABLE.test(name) ? name : undefined
}

function memberName(node: SyntaxNode): string {
  const property = node['computed'] === true ? undefined : nameOf(node['property'])
  const { object } = node
  const owner = isNode(object) && object.type === 'MemberExpression' ? memberName(object) : nameOf(object)
  return `${owner ?? '?'}.${property ?? '?'}`
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0
}

/** Whether the identifier is read or written as a variable, and is not the name of a member, a key or an imported thing. */
function isReference(node: SyntaxNode, { parent, key }: Place): boolean {
  if (parent === null) return false
  if (parent.type === 'MemberExpression') return key === 'object' || parent['computed'] === true
  if (parent.type.startsWith('Import') || parent.type.startsWith('Export')) return false
  return key !== 'key' || parent['computed'] === true
}
