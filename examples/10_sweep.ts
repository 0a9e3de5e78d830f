/**
 * A swing is pushed. When, how hard and how often, so that it goes high and the pushing stays cheap? A sweep finds out:
 *
 *   runlab sweep examples/10_sweep.ts
 *
 * It takes a minute on two cores. By itself the file runs the swing once.
 */
import { choice, defineExperiment, defineSweep, param, range } from 'runlab'

const GRAVITY = 9.81

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Pushes a second. */
    frequency: param.number(0.5, { min: 0.05, unit: 'Hz' }),
    force: param.number(1, { min: 0, unit: 'N' }),
    /** `steady` pushes by the clock; `watchful` only while the swing goes the same way. */
    style: param.choice(['steady', 'watchful']),
    /** How long a watchful push lasts, as a share of the time between two. */
    share: param.number(0.5, { min: 0, max: 1 }),
    length: param.number(2.2, { min: 0.1, unit: 'm' }),
  },
  visuals: { height: { unit: 'm', step: 'second' } },
  results: [{ name: 'gain', direction: 'max' }],
  run(e) {
    const { frequency, force, style, share, length } = e.params
    let [angle, speed, highest, work] = [0.05, 0, 0, 0]
    const step = 0.005
    for (let time = 0; time < 60; time += step) {
      const isOn = (time * frequency) % 1 < (style === 'watchful' ? share : 0.5)
      const push = isOn && (style === 'steady' || speed > 0) ? force * (1 + 0.2 * e.random.normal()) : 0
      speed += step * (-(GRAVITY / length) * Math.sin(angle) - 0.05 * speed + push / (20 * length))
      angle += step * speed
      work += Math.abs(push * speed * length) * step
      highest = Math.max(highest, length * (1 - Math.cos(angle)))
      if (Math.round(time / step) % 200 === 0) e.track('height', highest)
    }
    e.set('gain', highest - work / 2000)
  },
})

export const sweep = defineSweep(import.meta, {
  experiment,
  space: {
    frequency: range(0.1, 1.5),
    force: range(1, 50, { log: true }),
    style: choice(['steady', 'watchful']),
    share: range(0.05, 0.95, { when: 'style == "watchful"' }),
  },
  objective: { maximize: 'data.gain' },
  seeds: [1, 2],
  trials: 20,
  jobs: 2,
  enqueue: [{ frequency: 0.34, force: 10, style: 'steady' }],
})

experiment.runIfMain()
