interface Stepped {
  readonly steps: Float64Array
  readonly values: Float64Array<ArrayBuffer>
}

/** What another series has at the steps of a series, its last value at each; NaN where it has none. */
export function matchSteps(steps: Float64Array, other: Stepped): Float64Array<ArrayBuffer> {
  const isAlike = other.steps.length === steps.length && steps.every((step, i) => step === other.steps[i])
  if (isAlike && new Set(steps).size === steps.length) return other.values
  const at = new Map<number, number>()
  for (const [i, step] of other.steps.entries()) at.set(step, other.values[i] as number)
  return Float64Array.from(steps, (step) => at.get(step) ?? Number.NaN)
}
