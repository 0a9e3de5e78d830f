/** What lies in bins, by share or count. Bins that have no end, or nothing in them, are left out. */
export interface BinnedMass {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly masses: readonly number[]
}

/** `massOf` gives what is in a bin of such a width; places are as `place` transforms them. */
export function massIn(
  edges: ArrayLike<number>,
  massOf: (bin: number, width: number) => number,
  place: (value: number) => number = (value) => value,
): BinnedMass {
  const bins: { starts: number[]; ends: number[]; masses: number[] } = { starts: [], ends: [], masses: [] }
  for (let i = 0; i + 1 < edges.length; i++) {
    const [start, end] = [edges[i] as number, edges[i + 1] as number]
    const mass = massOf(i, end - start)
    if (!(mass > 0 && mass < Infinity && end - start < Infinity)) continue
    bins.starts.push(place(start))
    bins.ends.push(place(end))
    bins.masses.push(mass)
  }
  return bins
}

/** Between which values all but such a share below and above lies, by whole bins; null where there is nothing. */
export function quantilesOf(columns: readonly BinnedMass[], share: number): readonly [number, number] | null {
  const allowed = share * columns.reduce((sum, { masses }) => sum + sumOf(masses), 0)
  const masses = columns.flatMap((column) => column.masses)
  const low = passing(
    columns.flatMap(({ starts }) => starts),
    masses,
    { allowed, direction: 1 },
  )
  const high = passing(
    columns.flatMap(({ ends }) => ends),
    masses,
    { allowed, direction: -1 },
  )
  return low === null || high === null ? null : [low, high]
}

interface Passing {
  readonly allowed: number
  /** 1 from the lowest, −1 from the highest. */
  readonly direction: 1 | -1
}

/** Where more than the allowed mass has been met. */
function passing(places: readonly number[], masses: readonly number[], { allowed, direction }: Passing): number | null {
  const order = Uint32Array.from(places.keys()).sort((a, b) => direction * ((places[a] as number) - (places[b] as number)))
  let met = 0
  for (const i of order) {
    met += masses[i] as number
    if (met > allowed) return places[i] as number
  }
  return null
}

/** The share of all mass that is outside of a range, where that of a bin is spread evenly over it. */
export function shareOutside(columns: readonly BinnedMass[], [from, to]: readonly [number, number]): number {
  let [inside, outside] = [0, 0]
  for (const { starts, ends, masses } of columns) {
    for (const [i, mass] of masses.entries()) {
      const [start, end] = [starts[i] as number, ends[i] as number]
      const covered = Math.max(0, Math.min(end, to) - Math.max(start, from))
      const share = end > start ? covered / (end - start) : Number(start >= from && start <= to)
      inside += mass * share
      outside += mass * (1 - share)
    }
  }
  return outside === 0 ? 0 : outside / (inside + outside)
}

/** Mass per unit of each of so many equal rows, from the top: a bin adds to all that it covers, to each by how much. */
export function spreadOver(
  { starts, ends, masses }: BinnedMass,
  [from, to]: readonly [number, number],
  rows: number,
): Float64Array {
  const spread = new Float64Array(rows)
  const scale = rows / (to - from)
  for (const [i, mass] of masses.entries()) {
    const [top, bottom] = [(to - (ends[i] as number)) * scale, (to - (starts[i] as number)) * scale]
    const perRow = (mass * scale) / Math.max(bottom - top, 1e-9)
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(rows, bottom); row++) {
      spread[row] = (spread[row] as number) + perRow * Math.max(0, Math.min(bottom, row + 1) - Math.max(top, row))
    }
  }
  return spread
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
