import type { TableRow } from '../../../src/server/protocol.ts'

/** What is true of the runs of a group alone; null where its key cannot be said so. */
export function keyOf(cells: TableRow['cells']): string | null {
  const key = Object.entries(cells).filter(([name]) => name.startsWith('params.'))
  const isSimple = key.every(([name, value]) => /^params\.[A-Za-z_][\w.]*$/.test(name) && isWord(value))
  return key.length === 0 || !isSimple ? null : key.map(([name, value]) => `${name} == ${JSON.stringify(value)}`).join(' && ')
}

/** Other texts may stand for lists, or be cut. */
function isWord(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && /^[\w./-]{1,39}$/.test(value))
}
