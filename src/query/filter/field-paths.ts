/** What an expression names of parameters, values and series: `data.val.accuracy`. */
export interface FieldPath {
  readonly root: 'params' | 'data' | 'series'
  /** From the root on. */
  readonly keys: readonly [string, ...string[]]
  /** Where in the expression the last key is. */
  readonly at: number
}

const ROOTS: ReadonlySet<unknown> = new Set(['params', 'data', 'series'])

/** What an expression asks of parameters, values and series. */
export interface FieldUse {
  /** Each path, before the longer ones that begin with it. */
  readonly paths: readonly FieldPath[]
  /** The longest of them, which are all that it needs; null where it asks for all parameters, values or series, as `size(data)` does. */
  readonly needed: readonly FieldPath[] | null
  /** Whether it asks for other fields, or for variables of its own. */
  readonly needsOthers: boolean
}

/** What stands behind `params`, `data` and `series` in a syntax tree of the language. */
export function fieldUse(ast: unknown, placeBefore: (place: number) => number): FieldUse {
  const paths: FieldPath[] = []
  const needed: FieldPath[] = []
  let [needsAll, needsOthers] = [false, false]
  walk(ast)
  return { paths, needed: needsAll ? null : needed, needsOthers }

  function walk(node: unknown): void {
    if (Array.isArray(node)) return node.forEach(walk)
    if (!isNode(node)) return
    if (plainPath(node) === null) return walk(node.args)
    const path = walkPath(node)
    if (path === 'all') needsAll = true
    else if (path === null) needsOthers = true
    else needed.push(path)
  }

  /** The path; null for one of other fields, `all` for a root alone. */
  function walkPath(node: Node): FieldPath | 'all' | null {
    const [root, first, ...others] = plainPath(node) ?? []
    if (root === undefined || !ROOTS.has(root)) return null
    if (first === undefined) return 'all'
    if (Array.isArray(node.args) && isNode(node.args[0])) walkPath(node.args[0])
    const at = placeBefore(typeof node.pos === 'number' ? node.pos : 0)
    const path: FieldPath = { root: root as FieldPath['root'], keys: [first, ...others], at }
    paths.push(path)
    return path
  }
}

/** The keys of a syntax tree that is a path and nothing else, as `series["a/b"].last`; null for another one. */
export function plainPath(ast: unknown): readonly string[] | null {
  if (!isNode(ast)) return null
  if (ast.op === 'id') return typeof ast.args === 'string' ? [ast.args] : null
  if ((ast.op !== '.' && ast.op !== '[]') || !Array.isArray(ast.args)) return null
  const [base, key] = ast.args as readonly unknown[]
  const name = ast.op === '.' ? key : isNode(key) && key.op === 'value' ? key.args : undefined
  const above = plainPath(base)
  return above === null || typeof name !== 'string' ? null : [...above, name]
}

interface Node {
  readonly op: unknown
  readonly args: unknown
  readonly pos: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

/** `params.rate`, `data.val.accuracy`; `params["learning rate"]` where the name is none of the language's. */
export function access(root: string, ...keys: readonly string[]): string {
  return keys.reduce((path, key) => (/^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`), root)
}
