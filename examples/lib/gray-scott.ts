/** Concentrations of two substances on a grid whose edges meet. */
export interface Reaction {
  readonly size: number
  /** Row by row. */
  u: Float32Array
  v: Float32Array
}

export interface Rates {
  /** How much of u is fed in. */
  readonly feed: number
  /** How much of v is taken out besides. */
  readonly kill: number
}

/** How far u and v spread in a step. */
const [SPREAD_U, SPREAD_V] = [0.16, 0.08]

/** Nothing but u, with drops of v where `draw` gives. */
export function pourDrops(size: number, drops: number, draw: (high: number) => number): Reaction {
  const u = new Float32Array(size * size).fill(1)
  const v = new Float32Array(size * size)
  for (let drop = 0; drop < drops; drop++) {
    const [top, left] = [draw(size), draw(size)]
    for (let i = 0; i < 64; i++) {
      const at = ((top + (i >> 3)) % size) * size + ((left + (i & 7)) % size)
      u[at] = 0.5
      v[at] = 0.25
    }
  }
  return { size, u, v }
}

/** A step of the Gray–Scott model (Pearson, "Complex Patterns in a Simple System", 1993) by Euler's method. */
export function react(reaction: Reaction, { feed, kill }: Rates): void {
  const { size, u, v } = reaction
  const [nextU, nextV] = [new Float32Array(u.length), new Float32Array(v.length)]
  for (let row = 0; row < size; row++) {
    const above = ((row + size - 1) % size) * size
    const below = ((row + 1) % size) * size
    for (let column = 0; column < size; column++) {
      const at = row * size + column
      const left = row * size + (column === 0 ? size - 1 : column - 1)
      const right = row * size + (column === size - 1 ? 0 : column + 1)
      const [hereU, hereV] = [u[at] as number, v[at] as number]
      const spreadU = around(u, left, right, above + column, below + column) - 4 * hereU
      const spreadV = around(v, left, right, above + column, below + column) - 4 * hereV
      const reacted = hereU * hereV * hereV
      nextU[at] = hereU + SPREAD_U * spreadU - reacted + feed * (1 - hereU)
      nextV[at] = hereV + SPREAD_V * spreadV + reacted - (feed + kill) * hereV
    }
  }
  reaction.u = nextU
  reaction.v = nextV
}

function around(values: Float32Array, left: number, right: number, above: number, below: number): number {
  return (values[left] as number) + (values[right] as number) + (values[above] as number) + (values[below] as number)
}
