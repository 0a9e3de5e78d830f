import type { RunReader } from '../../../src/index.ts'

/** Everything that a run has tracked but one series, which is long, as plain data: what is to be the same however it is read. */
export function everythingBut(long: string, run: Pick<RunReader, 'tracked' | 'series' | 'folder'>): Record<string, unknown> {
  const others = run.tracked.filter(({ name }) => name !== long)
  return Object.fromEntries(
    others.map(({ name, context, kind, count }) => {
      const series = run.series(name, { context })
      const points = Array.from(series, ({ step, value }) => [step, plain(value)])
      return [`${name}${context === null ? '' : JSON.stringify(context)}`, { kind, count, points }]
    }),
  )
}

/** Media without their place. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('sha256' in value)) return value
  const { file, format, size } = value as unknown as Record<string, unknown>
  return { file, format, size }
}

/** What the program tracks beside its thousand numbers. */
export const EXPECTED = {
  rate: { kind: 'number', count: 1, points: [[7, 0.5]] },
  epoch: { kind: 'number', count: 1, points: [[7, 3]] },
  isBest: { kind: 'number', count: 1, points: [[7, 1]] },
  'loss{"split":"val"}': { kind: 'number', count: 1, points: [[0, 3]] },
  'loss{"split":"test"}': { kind: 'number', count: 1, points: [[0, 4]] },
  odd: {
    kind: 'number',
    count: 5,
    points: [
      [0, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [2, Number.NEGATIVE_INFINITY],
      [3, -0],
      [4, 1e-300],
    ],
  },
  note: { kind: 'text', count: 1, points: [[0, 'häl\nlo']] },
  config: { kind: 'json', count: 1, points: [[0, { since: new Date(0), rate: Number.NaN }]] },
  vector: { kind: 'vector', count: 1, points: [[0, Float32Array.of(0.5, 1)]] },
  rows: { kind: 'table', count: 1, points: [[0, [{ id: 1, score: 0.5 }, { id: 2 }]]] },
  forced: { kind: 'text', count: 1, points: [[0, '<svg>no picture</svg>']] },
  list: { kind: 'json', count: 1, points: [[0, [1, 2]]] },
}
