import type { JsonValue } from '../../format/json-value.ts'
import type { Dimension } from '../space/dimension.ts'
import type { Space } from '../space/space.ts'

/** A space as JSON, which `readSpace` reads again. */
export function definitionOfSpace({ dimensions }: Space): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(dimensions.map((dimension) => [dimension.name, definitionOf(dimension)]))
}

function definitionOf(dimension: Dimension): JsonValue {
  const when = dimension.when === null ? {} : { when: dimension.when.text }
  if (dimension.kind === 'list')
    return dimension.ordered ? { grid: [...dimension.values], ...when } : { choice: [...dimension.values], ...when }
  const { low, high, log, integer, step } = dimension
  return {
    range: [low, high],
    ...(log ? { log } : {}),
    ...(integer ? { integer } : {}),
    ...(step === null ? {} : { step }),
    ...when,
  }
}
