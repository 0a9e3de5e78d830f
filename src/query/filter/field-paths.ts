/** A parameter, value or series that an expression names. */
export interface FieldPath {
  readonly root: 'params' | 'data' | 'series'
  readonly key: string
  /** Where in the expression. */
  readonly at: number
}

const ROOTS: ReadonlySet<unknown> = new Set(['params', 'data', 'series'])

/** The keys that stand right behind `params`, `data` and `series` in a syntax tree of the language. */
export function fieldPaths(ast: unknown, placeBefore: (place: number) => number): readonly FieldPath[] {
  const paths: FieldPath[] = []
  walk(ast)
  return paths

  function walk(node: unknown): void {
    if (Array.isArray(node)) return node.forEach(walk)
    if (!isNode(node)) return
    const { op, args, pos } = node
    const [base, key] = Array.isArray(args) ? (args as readonly unknown[]) : []
    if ((op === '.' || op === '[]') && isNode(base) && base.op === 'id' && ROOTS.has(base.args)) {
      const name = typeof key === 'string' ? key : isNode(key) && key.op === 'value' ? key.args : undefined
      if (typeof name === 'string')
        paths.push({ root: base.args as FieldPath['root'], key: name, at: placeBefore(typeof pos === 'number' ? pos : 0) })
    }
    walk(args)
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

/** `params.rate`; `params["learning rate"]` where the name is none of the language's. */
export function access(root: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${root}.${key}` : `${root}[${JSON.stringify(key)}]`
}
