/** Functions 21 and 22: the highest of many random peaks. */
import { dot, rotationOf, uniformNumbers } from './instance-random.ts'
import { oscillate, outside, times } from './transforms.ts'
import type { Vector } from './transforms.ts'

export function gallagher(dimension: number, peaks: 101 | 21, seed: number): (x: Vector) => number {
  const rotation = rotationOf(dimension, seed)
  const [first, width, middle] = peaks === 101 ? [Math.sqrt(1000), 10, 5] : [1000, 9.8, 4.9]
  const places = orderOf(uniformNumbers(peaks - 1, seed))
  const numbers = uniformNumbers(dimension * peaks, seed)
  const all = Array.from({ length: peaks }, (_, i) => {
    const condition = i === 0 ? first : 1000 ** (places[i - 1]! / (peaks - 2))
    const order = orderOf(uniformNumbers(dimension, seed + 1000 * i))
    const centre = numbers.slice(i * dimension, (i + 1) * dimension).map((number) => width * number - middle)
    return {
      height: i === 0 ? 10 : ((i - 1) / (peaks - 2)) * (9.1 - 1.1) + 1.1,
      scales: order.map((place) => condition ** (place / (dimension - 1) - 0.5)),
      centre: rotation.map((row) => dot(row, centre) * (i === 0 ? 0.8 : 1)),
    }
  })
  return (x) => {
    const turned = times(rotation, x)
    const heights = all.map(({ height, scales, centre }) => {
      const distance = scales.reduce((sum, scale, j) => sum + scale * (turned[j]! - centre[j]!) ** 2, 0)
      return height * Math.exp((-0.5 / dimension) * distance)
    })
    return oscillate(10 - Math.max(0, ...heights)) ** 2 + outside(x)
  }
}

/** The indices of the numbers, smallest first. */
function orderOf(numbers: readonly number[]): number[] {
  return numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!)
}
