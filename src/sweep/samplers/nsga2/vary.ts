import type { Random } from '../../../api/random.ts'
import type { Axis } from '../../space/axis.ts'

/** The larger, the nearer children are to their parents, and mutations to what they change. */
const [CROSSOVER_INDEX, MUTATION_INDEX] = [15, 20]
const CROSSOVER_RATE = 0.9

/**
 * A child of two places of the unit cube. Values with an order: simulated binary crossover and polynomial mutation; the others:
 * that of either parent, and any. Of each parameter, one in `axes.length` is mutated.
 * K. Deb and R. B. Agrawal, "Simulated binary crossover for continuous search space", Complex Systems 9, 1995; K. Deb and
 * M. Goyal, "A combined genetic adaptive search (GeneAS) for engineering design", 1996.
 */
export function vary(axes: readonly Axis[], first: readonly number[], second: readonly number[], random: Random): Float64Array {
  const crosses = random.boolean(CROSSOVER_RATE)
  return Float64Array.from(axes, (axis, i) => {
    const [a, b] = [first[i] ?? 0.5, second[i] ?? 0.5]
    const crossed = crosses && random.boolean() ? (axis.ordered ? crossOver(a, b, random) : b) : a
    if (!random.boolean(1 / axes.length)) return crossed
    return axis.ordered ? mutate(crossed, random) : random.uniform()
  })
}

function crossOver(a: number, b: number, random: Random): number {
  const u = random.uniform()
  const power = 1 / (CROSSOVER_INDEX + 1)
  const spread = u <= 0.5 ? (2 * u) ** power : (1 / (2 * (1 - u))) ** power
  const child = random.boolean() ? (1 + spread) * a + (1 - spread) * b : (1 - spread) * a + (1 + spread) * b
  return clamp(child / 2)
}

/** Bounded: as far as the nearer end, it is as likely to go down as up. */
function mutate(place: number, random: Random): number {
  const u = random.uniform()
  const power = 1 / (MUTATION_INDEX + 1)
  const below = (1 - place) ** (MUTATION_INDEX + 1)
  const above = place ** (MUTATION_INDEX + 1)
  const move = u < 0.5 ? (2 * u + (1 - 2 * u) * below) ** power - 1 : 1 - (2 * (1 - u) + 2 * (u - 0.5) * above) ** power
  return clamp(place + move)
}

function clamp(place: number): number {
  return Math.min(1, Math.max(0, place))
}
