import { runlabError } from '../errors.ts'
import { checkArgument } from './check-argument.ts'
import type { Generator } from './generator.ts'

/** A number in [low, high); `low` itself when the two are equal. Throws RANDOM_RANGE. */
export function drawUniform(generator: Generator, low: number, high: number): number {
  if (low === 0 && high === 1) return generator.nextDouble()
  checkRange(low, high)
  if (low === high) return low
  const width = high - low
  for (;;) {
    const share = generator.nextDouble()
    // The width of a range wider than the largest number is infinite.
    const value = width === Infinity ? low * (1 - share) + high * share : low + width * share
    // Rounding can reach the upper end, which does not belong to the range.
    if (value < high) return value
  }
}

function checkRange(low: number, high: number): void {
  checkArgument(Number.isFinite(low), { method: 'uniform', name: 'low', value: low, expected: 'a finite number' })
  checkArgument(Number.isFinite(high), { method: 'uniform', name: 'high', value: high, expected: 'a finite number' })
  if (low > high) throw runlabError('RANDOM_RANGE', { method: 'uniform', reason: `low (${low}) is above high (${high})` })
}
