import { bitsOf } from '../../columns/bits.ts'

/** A point as every reader of the sealed file finds it. */
export interface Row {
  readonly series: string
  readonly context: string | null
  readonly kind: string
  readonly sender: string
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly value: number | null
  readonly data: string | null
}

/** Rows with doubles as bits, so that NaN is equal to itself and -0 differs from 0. */
export function exactly(rows: readonly Row[]): readonly string[] {
  return rows.map(({ series, context, kind, sender, step, time, value, data }) =>
    JSON.stringify([series, context, kind, sender, bitsOf([step])[0], time, value === null ? null : bitsOf([value])[0], data]),
  )
}

/** Without senders, as a reader of the run finds points: merged by time. */
export function merged(rows: readonly Row[]): readonly Row[] {
  return groupBy(rows, ({ series, context, kind }) => JSON.stringify([series, context, kind])).flatMap((group) => {
    const bySender = groupBy(group, ({ sender }) => sender)
    const all: Row[] = []
    while (bySender.some((part) => part.length > 0)) {
      const heads = bySender.filter((part) => part.length > 0)
      const first = heads.reduce((best, part) => ((part[0]?.time ?? 0) < (best[0]?.time ?? 0) ? part : best))
      all.push({ ...(first.shift() as Row), sender: '' })
    }
    return all
  })
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return [...groups.values()]
}
