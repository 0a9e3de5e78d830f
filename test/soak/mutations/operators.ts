/** Where a source file can be mutated, and into what. */
import { parseSync, visitorKeys } from 'oxc-parser'
import type { Node } from 'oxc-parser'
import { probeOf } from './probes.ts'
import type { Probe } from './probes.ts'

/** Names a mutation in any version of the repository. `nth` counts those that are otherwise the same in their file. */
export interface Mutation {
  readonly file: string
  readonly within: string
  readonly operator: string
  readonly text: string
  readonly nth: number
}

export const nameOf = ({ file, within, operator, text, nth }: Mutation): Mutation => ({ file, within, operator, text, nth })

/** Where a mutation is in one version. */
export interface Site extends Mutation {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly replacement: string
  readonly probe: Probe
}

type Edit = Pick<Site, 'operator' | 'start' | 'end' | 'replacement'>

const OTHER_SIGN: Readonly<Record<string, string>> = {
  ...{ '===': '!==', '!==': '===', '<': '<=', '<=': '<', '>': '>=', '>=': '>' },
  ...{ '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '+=': '-=', '-=': '+=', '++': '--', '--': '++' },
  ...{ '&&': '||', '||': '&&' },
}
const OTHER_METHOD: Readonly<Record<string, string>> = {
  ...{ min: 'max', max: 'min', floor: 'ceil', ceil: 'floor', round: 'floor', some: 'every', every: 'some' },
  ...{ startsWith: 'endsWith', endsWith: 'startsWith', padStart: 'padEnd', padEnd: 'padStart' },
  ...{ push: 'unshift', find: 'findLast', findLast: 'find', indexOf: 'lastIndexOf' },
}
const REMOVABLE = new Set(['slice', 'filter', 'sort', 'toSorted', 'reverse', 'trim', 'trimEnd', 'replaceAll', 'subarray'])
/** Types are not mutated, but expressions in these are. */
const CARRIES_TYPE = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'])

/** The sites in a file, in the order of its text. `file` is relative to the repository. */
export function findSites(file: string, source: string): readonly Site[] {
  const lines = source.split('\n')
  const starts = [0]
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1)
  const seen = new Map<string, number>()
  return collectEdits(file, source).map(({ within, ...edit }) => {
    const line = starts.findLastIndex((offset) => offset <= edit.start)
    const text = lines[line]?.trim() ?? ''
    const key = JSON.stringify([within, edit.operator, text])
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return { file, within, text, nth, line: line + 1, ...edit }
  })
}

export const applySite = (source: string, { start, end, replacement }: Site): string =>
  source.slice(0, start) + replacement + source.slice(end)

/** Whether a mutant is still TypeScript. */
export const isParsed = (file: string, text: string): boolean => parseSync(file, text).errors.length === 0

function collectEdits(file: string, source: string): readonly (Edit & Pick<Site, 'within' | 'probe'>)[] {
  const found: (Edit & Pick<Site, 'within' | 'probe'>)[] = []
  const visit = (node: Node, parents: readonly Node[], outer: string): void => {
    if (isType(node) || isAdvice(file, node)) return
    const within = functionName(node, parents.at(-1)) ?? outer
    for (const edit of editsOf(node, parents, source)) found.push({ ...edit, within, probe: probeOf([...parents, node]) })
    const fields = node as unknown as Readonly<Record<string, Node | readonly (Node | null)[] | null>>
    for (const child of (visitorKeys[node.type] ?? []).flatMap((key) => fields[key] ?? []))
      if (child !== null) visit(child, [...parents, node], within)
  }
  visit(parseSync(file, source).program, [], '')
  return found.toSorted((one, other) => one.start - other.start)
}

const isType = ({ type }: Node): boolean =>
  type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || (type.startsWith('TS') && !CARRIES_TYPE.has(type))

/** What errors say and advise: no test has to hold their wording. */
const isAdvice = (file: string, node: Node): boolean =>
  node.type === 'Property' &&
  node.key.type === 'Identifier' &&
  (node.key.name === 'hint' || (node.key.name === 'message' && file === 'src/errors.ts'))

/** The name that a node's function has, if it is one. */
function functionName(node: Node, parent: Node | undefined): string | null {
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? null
  if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition')
    return node.key.type === 'Identifier' ? node.key.name : node.key.type === 'PrivateIdentifier' ? `#${node.key.name}` : null
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return null
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name
  return parent?.type === 'Property' && parent.key.type === 'Identifier' ? parent.key.name : null
}

function editsOf(node: Node, parents: readonly Node[], source: string): readonly Edit[] {
  const edit = (operator: string, start: number, end: number, replacement: string): Edit => ({
    operator,
    start,
    end,
    replacement,
  })
  const whole = (operator: string, replacement: string): Edit => edit(operator, node.start, node.end, replacement)
  const parent = parents.at(-1)
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      if (node.operator === '??') return [edit('remove ??', node.left.end, node.end, '')]
      const other = OTHER_SIGN[node.operator]
      const start = source.indexOf(node.operator, node.left.end)
      return other === undefined ? [] : [edit(`${node.operator} → ${other}`, start, start + node.operator.length, other)]
    }
    case 'UpdateExpression': {
      const other = OTHER_SIGN[node.operator] ?? ''
      const start = node.prefix ? node.start : node.end - 2
      return [edit(`${node.operator} → ${other}`, start, start + 2, other)]
    }
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { start, end } = node.test
      return [edit('negate condition', start, end, `!(${source.slice(start, end)})`)]
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [edit('remove !', node.start, node.start + 1, '')] : []
    case 'Literal':
      return editsOfLiteral(node, parent).map(([operator, replacement]) => whole(operator, replacement))
    case 'ExpressionStatement':
      return isCall(node.expression) ? [whole('remove call', ';')] : []
    case 'ThrowStatement':
    case 'ContinueStatement':
      return [whole(`remove ${node.type === 'ThrowStatement' ? 'throw' : 'continue'}`, ';')]
    case 'ReturnStatement':
      return isEarly(parents) ? [whole('remove early return', ';')] : []
    case 'AwaitExpression': // `return await` differs from `return` in a `try` only.
      return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression'
        ? []
        : [edit('remove await', node.start, node.argument.start, '')]
    case 'CallExpression':
      return editsOfCall(node.callee).map(([operator, start, replacement]) =>
        replacement === '' ? edit(operator, start, node.end, '') : edit(operator, start, node.callee.end, replacement),
      )
    default:
      return []
  }
}

function editsOfLiteral(node: Node, parent: Node | undefined): readonly (readonly [operator: string, replacement: string])[] {
  const value: unknown = node.type === 'Literal' ? node.value : null
  if (typeof value === 'boolean') return [[`${value} → ${!value}`, String(!value)]]
  if (typeof value === 'number') return [['number + 1', String(value + 1)]]
  if (typeof value !== 'string' || value === '') return []
  const isKey = (parent?.type === 'Property' || parent?.type === 'MethodDefinition') && parent.key === node
  const isImport = parent?.type === 'ImportExpression' || /^(?:\.{1,2}\/|node:)/.test(value)
  const isDirective = parent?.type === 'ExpressionStatement'
  return isKey || isImport || isDirective ? [] : [["string → ''", "''"]]
}

function editsOfCall(callee: Node): readonly (readonly [operator: string, start: number, replacement: string])[] {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return []
  const { name, start } = callee.property
  const other = OTHER_METHOD[name]
  if (other !== undefined) return [[`${name} → ${other}`, start, other]]
  return REMOVABLE.has(name) ? [[`remove .${name}()`, callee.object.end, '']] : []
}

const isCall = (node: Node): boolean =>
  node.type === 'CallExpression' || (node.type === 'AwaitExpression' && node.argument.type === 'CallExpression')

function isEarly(parents: readonly Node[]): boolean {
  const outer = parents.at(-1)?.type === 'BlockStatement' ? parents.at(-2) : parents.at(-1)
  return outer?.type === 'IfStatement'
}
