/** Notes which tests run a site: a probe in the code, at the site's statement, writes a line to a file when it runs first. */
import type { Node } from 'oxc-parser'

/** Where a probe goes: ahead of a statement, or around one that is no part of a block, or around an expression. */
export interface Probe {
  readonly how: 'before' | 'block' | 'expression'
  readonly start: number
  readonly end: number
  /** It runs when the module is loaded: in the first test file of several that share it. */
  readonly isTopLevel: boolean
}

const BLOCKS = new Set(['BlockStatement', 'Program', 'StaticBlock', 'FunctionBody'])
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** `path` leads from the program to the node that is mutated. */
export function probeOf(path: readonly Node[]): Probe {
  for (let index = path.length - 1; index > 0; index--) {
    const [outer, node] = [path[index - 1], path[index]] as [Node, Node]
    const isTopLevel = !path.slice(0, index).some(({ type }) => FUNCTIONS.has(type))
    const { start, end } = node
    if (BLOCKS.has(outer.type) || (outer.type === 'SwitchCase' && outer.test !== node))
      return { how: 'before', start, end, isTopLevel }
    if (node.type.endsWith('Statement') && node.type !== 'BlockStatement' && outer.type.endsWith('Statement'))
      return { how: 'block', start, end, isTopLevel }
    const isBody = outer.type === 'ArrowFunctionExpression' && outer.body === node && node.type !== 'BlockStatement'
    if (isBody || (outer.type === 'PropertyDefinition' && outer.value === node))
      return { how: 'expression', start, end, isTopLevel }
  }
  return { how: 'before', start: 0, end: 0, isTopLevel: true }
}

/** The text with a probe for each of the places; `id` names one in the hits. */
export function insertProbes(
  text: string,
  probes: readonly { readonly id: number; readonly probe: Probe }[],
  hits: string,
): string {
  const insertions = probes.flatMap(({ id, probe: { how, start, end } }) => {
    const call = callOf(id, hits)
    if (how === 'before') return [{ at: start, rank: -end, text: `;${call};` }]
    const [open, close] = how === 'block' ? [`{${call};`, '}'] : [`(${call},`, ')']
    return [
      { at: start, rank: -end, text: open },
      { at: end, rank: -start - 1e9, text: close },
    ]
  })
  // Of those at one place: what ends goes first, the inner ahead; then what begins, the outer ahead.
  const ordered = insertions.toSorted((one, other) => one.at - other.at || one.rank - other.rank)
  let done = 0
  let result = ''
  for (const { at, text: inserted } of ordered) {
    result += text.slice(done, at) + inserted
    done = at
  }
  return result + text.slice(done)
}

/** Once for each test file in a thread of vitest, and once in any other thread. */
function callOf(id: number, hits: string): string {
  const key = `(globalThis.__vitest_worker__?.filepath??'')+'\\t${id}'`
  const write = `process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(hits)},${key}+'\\n')`
  return `((globalThis.mutationHits??={})[${key}]??=(${write},1))`
}

/** The ids that ran, by the test file that ran them; '' for other processes and threads. */
export function readHits(text: string): ReadonlyMap<string, readonly number[]> {
  const byTest = new Map<string, Set<number>>()
  for (const line of text.split('\n').filter(Boolean)) {
    const [test = '', id] = line.split('\t')
    byTest.set(test, (byTest.get(test) ?? new Set()).add(Number(id)))
  }
  return new Map([...byTest].map(([test, ids]) => [test, [...ids]]))
}
