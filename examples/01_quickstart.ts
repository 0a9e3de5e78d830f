/**
 * Estimates π by throwing darts.
 *
 * Each repetition throws darts at the unit square and counts how many land inside the quarter circle.
 */
import { defineExperiment, param } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Darts thrown in each repetition. */
    darts: param.integer(100_000, { min: 1 }),
    /** How often the estimate is repeated. */
    repetitions: param.integer(20, { min: 1 }),
  },

  async run(e) {
    const estimates: number[] = []
    for (const repetition of e.progress(e.params.repetitions, { label: 'estimating' })) {
      let inside = 0
      for (let dart = 0; dart < e.params.darts; dart++) {
        if (Math.hypot(Math.random(), Math.random()) <= 1) inside += 1 // seeded: the same seed gives the same π
      }
      const estimate = (4 * inside) / e.params.darts
      estimates.push(estimate)
      e.set(`estimates/${repetition}`, estimate)
    }

    const mean = estimates.reduce((sum, each) => sum + each, 0) / estimates.length
    e.set('pi', mean)
    e.set('error', Math.abs(mean - Math.PI))
    await e.commit('estimates.csv', `repetition,estimate\n${estimates.map((each, index) => `${index},${each}`).join('\n')}\n`)
    e.log(`π ≈ ${mean.toFixed(5)}, off by ${Math.abs(mean - Math.PI).toExponential(1)}`)
  },
})

experiment.runIfMain()
