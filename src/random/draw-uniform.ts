import { runlabError } from '../errors.ts'
import type { Generator } from './generator.ts'
import { unexpectedArgument } from './unexpected-argument.ts'

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
  if (Number.isFinite(low) && Number.isFinite(high) && low <= high) return
  const expected = 'a finite number'
  if (!Number.isFinite(low)) throw unexpectedArgument({ method: 'uniform', name: 'low', value: low, expected })
  if (!Number.isFinite(high)) throw unexpectedArgument({ method: 'uniform', name: 'high', value: high, expected })
  throw runlabError('RANDOM_RANGE', { method: 'uniform', reason: `low (${low}) is above high (${high})` })
}
