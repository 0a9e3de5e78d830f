import type { RawImage } from './raw-image.ts'
import type { LabelledRows } from './penguins.ts'
import { probabilitiesOf } from './softmax.ts'
import type { Model } from './softmax.ts'

/** Red, green, blue of the species. */
const COLOURS = [
  [0, 114, 178],
  [213, 94, 0],
  [0, 122, 92],
] as const
const PAPER = [255, 255, 255] as const
/** Standard deviations from the middle to the edges. */
const REACH = 3
const DOT = 1.7

/**
 * What a model makes of the plane of the first two measurements, the others being at their mean: each pixel has the colour
 * of the species, the paler the less sure; dots are penguins. Rows are standardised.
 */
export function drawBoundary(model: Model, { rows, labels }: LabelledRows, [width, height]: readonly [number, number]): RawImage {
  const data = new Uint8Array(width * height * 3)
  const row = new Array<number>(model.weights[0]?.length ?? 0).fill(0)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      row[0] = (x / (width - 1)) * 2 * REACH - REACH
      row[1] = REACH - (y / (height - 1)) * 2 * REACH
      const probabilities = probabilitiesOf(model, row)
      data.set(mix(probabilities, 0.45), (y * width + x) * 3)
    }
  }
  for (const [i, [first = 0, second = 0]] of rows.entries()) {
    const at = [((first + REACH) / (2 * REACH)) * (width - 1), ((REACH - second) / (2 * REACH)) * (height - 1)] as const
    drawDot({ data, width, height }, at, COLOURS[labels[i] ?? 0] ?? COLOURS[0])
  }
  return { data, width, height }
}

/** The colours of all species by their probabilities, on paper. */
function mix(probabilities: readonly number[], strength: number): readonly number[] {
  return PAPER.map((paper, channel) => {
    const colour = probabilities.reduce((sum, probability, klass) => sum + probability * (COLOURS[klass]?.[channel] ?? 0), 0)
    return Math.round(paper + (colour - paper) * strength)
  })
}

function drawDot({ data, width, height }: RawImage, [x, y]: readonly [number, number], colour: readonly number[]): void {
  for (let row = Math.max(0, Math.floor(y - DOT)); row <= Math.min(height - 1, y + DOT); row++) {
    for (let column = Math.max(0, Math.floor(x - DOT)); column <= Math.min(width - 1, x + DOT); column++) {
      if (Math.hypot(column - x, row - y) <= DOT) data.set(colour, (row * width + column) * 3)
    }
  }
}
