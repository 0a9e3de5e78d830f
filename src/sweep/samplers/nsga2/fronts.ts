/** Costs of one trial, one an objective, each the better the smaller it is. */
export type Costs = readonly number[]

export function dominates(a: Costs, b: Costs): boolean {
  let isBetter = false
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    if (x > y) return false
    if (x < y) isBetter = true
  }
  return isBetter
}

/** Indices by front: the first holds what nothing dominates, the second what only the first dominates, and so on. */
export function frontsOf(costs: readonly Costs[]): readonly (readonly number[])[] {
  const dominated = costs.map((a) => indicesWhere(costs, (b) => dominates(a, b)))
  const waiting = new Array<number>(costs.length).fill(0)
  for (const list of dominated) for (const j of list) waiting[j] = (waiting[j] ?? 0) + 1
  const fronts: number[][] = []
  let front = waiting.flatMap((count, i) => (count === 0 ? [i] : []))
  while (front.length > 0) {
    fronts.push(front)
    const next: number[] = []
    for (const i of front) {
      for (const j of dominated[i] ?? []) {
        waiting[j] = (waiting[j] ?? 0) - 1
        if (waiting[j] === 0) next.push(j)
      }
    }
    front = next.toSorted((a, b) => a - b)
  }
  return fronts
}

function indicesWhere(costs: readonly Costs[], holds: (costs: Costs) => boolean): readonly number[] {
  const indices: number[] = []
  for (let i = 0; i < costs.length; i++) if (holds(costs[i] ?? [])) indices.push(i)
  return indices
}

/** How much room there is around each member of a front: infinite at its ends. */
export function crowdingOf(front: readonly Costs[]): readonly number[] {
  const room = new Array<number>(front.length).fill(0)
  for (let objective = 0; objective < (front[0]?.length ?? 0); objective++) {
    const costAt = (i: number | undefined): number => front[i ?? 0]?.[objective] ?? 0
    const order = front.map((_, i) => i).sort((a, b) => costAt(a) - costAt(b))
    const width = costAt(order.at(-1)) - costAt(order[0])
    for (const [rank, i] of order.entries()) {
      const isEnd = rank === 0 || rank === order.length - 1
      const gap = costAt(order[rank + 1]) - costAt(order[rank - 1])
      room[i] = (room[i] ?? 0) + (isEnd ? Infinity : width > 0 ? gap / width : 0)
    }
  }
  return room
}
