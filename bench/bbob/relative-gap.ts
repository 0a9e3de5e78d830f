import { bootstrapInterval } from '../../src/query/statistics/bootstrap-interval.ts'

/** As near to the optimum as COCO asks for: what lies nearer counts as this. */
const NEAR = 1e-8

export interface RelativeGap {
  readonly mean: number
  /** 95 %. */
  readonly interval: readonly [low: number, high: number]
}

/** The gap beside that of random search, problem by problem: the geometric mean, with its bootstrap interval. */
export function relativeGap(gaps: readonly number[], random: readonly number[]): RelativeGap {
  const logs = gaps.map((gap, i) => Math.log(Math.max(NEAR, gap) / Math.max(NEAR, random[i]!)))
  const [low, high] = bootstrapInterval(Float64Array.from(logs).sort())
  return { mean: Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length), interval: [Math.exp(low), Math.exp(high)] }
}
