import type { SeriesName } from '../../../src/server/protocol.ts'

/** What stands below a chart. */
export function xLabelOf(x: string, { step }: Pick<SeriesName, 'step'>): string {
  if (x === 'time') return 'time (s)'
  return x.startsWith('series:') ? x.slice('series:'.length) : (step ?? 'step')
}
