/** Penguins with all four measurements. `labels[i]` is the index in `species` of `rows[i]`. */
export interface Penguins {
  readonly species: readonly string[]
  readonly measurements: readonly string[]
  readonly rows: readonly number[][]
  readonly labels: readonly number[]
}

export type LabelledRows = Pick<Penguins, 'rows' | 'labels'>

/** Reads the table and leaves out the penguins with a missing measurement. */
export function parsePenguins(csv: string): Penguins {
  const [header = '', ...lines] = csv.trim().split('\n')
  const columns = header.split(',')
  const measurements = columns.filter((name) => /_(?:mm|g)$/.test(name))
  const birds = lines
    .map((line) => line.split(','))
    .map((cells) => ({
      species: cells[columns.indexOf('species')] ?? '',
      row: measurements.map((name) => Number(cells[columns.indexOf(name)])),
    }))
    .filter(({ row }) => row.every(Number.isFinite))
  const species = [...new Set(birds.map((bird) => bird.species))].sort()
  return {
    species,
    measurements,
    rows: birds.map((bird) => bird.row),
    labels: birds.map((bird) => species.indexOf(bird.species)),
  }
}

/** Scales every column to mean 0 and standard deviation 1. */
export function standardise(rows: readonly number[][]): number[][] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0))
  const moments = columns.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    return { mean, deviation: Math.sqrt(variance) || 1 }
  })
  return rows.map((row) => row.map((value, column) => (value - (moments[column]?.mean ?? 0)) / (moments[column]?.deviation ?? 1)))
}

/** Splits by an order of the rows: the first share of it is the test. */
export function splitPenguins(
  penguins: Penguins,
  order: readonly number[],
  testShare: number,
): { train: LabelledRows; test: LabelledRows } {
  const cut = Math.round(order.length * testShare)
  const pick = (indices: readonly number[]): LabelledRows => ({
    rows: indices.map((index) => penguins.rows[index] ?? []),
    labels: indices.map((index) => penguins.labels[index] ?? 0),
  })
  return { test: pick(order.slice(0, cut)), train: pick(order.slice(cut)) }
}
