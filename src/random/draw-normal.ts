import type { Generator } from './generator.ts'
import { naturalLog } from './natural-log.ts'
import { unexpectedArgument } from './unexpected-argument.ts'

/** A draw of the normal distribution. Throws RANDOM_RANGE. */
export function drawNormal(generator: Generator, mean: number, deviation: number): number {
  if (!Number.isFinite(mean)) {
    throw unexpectedArgument({ method: 'normal', name: 'mean', value: mean, expected: 'a finite number' })
  }
  if (!(Number.isFinite(deviation) && deviation >= 0)) {
    const expected = 'a finite number that is not negative'
    throw unexpectedArgument({ method: 'normal', name: 'deviation', value: deviation, expected })
  }
  return mean + deviation * drawStandardNormal(generator)
}

/**
 * Ratio of uniforms: (u, v) uniform in the region v² ≤ −4u² ln u makes v/u normal. Two quadratic curves close around the
 * region's edge decide all but 1.2 % of the points without a logarithm. It keeps no second number for the next call.
 * J. L. Leva, "A fast normal random number generator", ACM Transactions on Mathematical Software 18(4), 1992.
 */
function drawStandardNormal(generator: Generator): number {
  for (;;) {
    const u = 1 - generator.nextDouble()
    const v = 1.7156 * (generator.nextDouble() - 0.5)
    const x = u - 0.449871
    const y = Math.abs(v) + 0.386595
    const curve = x * x + y * (0.196 * y - 0.25472 * x)
    if (curve < 0.27597) return v / u
    if (curve <= 0.27846 && v * v <= -4 * u * u * naturalLog(u)) return v / u
  }
}
