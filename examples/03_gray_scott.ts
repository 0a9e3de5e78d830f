/**
 * Two substances react and spread, and patterns grow: spots that divide, worms, corals.
 *
 * The Gray–Scott model on a square grid. Try other rates: feed 0.0545 and kill 0.062 give corals, 0.0367 and 0.0649 spots that
 * divide, 0.03 and 0.062 a labyrinth.
 */
import { defineExperiment, histogram, param } from 'runlab'
import { pourDrops, react } from './lib/gray-scott.ts'
import type { RawImage } from './lib/raw-image.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Cells along each side of the grid. */
    size: param.integer(160, { min: 16, max: 1024 }),
    steps: param.integer(6000, { min: 1 }),
    /** How much of the first substance is fed in. */
    feed: param.number(0.0367, { min: 0, max: 0.1 }),
    /** How much of the second one is taken out besides. */
    kill: param.number(0.0649, { min: 0, max: 0.1 }),
    /** Squares of the second substance at the start. */
    drops: param.integer(8, { min: 1 }),
    /** Images in the video. */
    images: param.integer(120, { min: 1 }),
  },

  visuals: { pattern: { frameRate: 12 }, 'share of v': { unit: 'of the grid' } },

  run(e) {
    const { size, steps, drops, images } = e.params
    const reaction = pourDrops(size, drops, (high) => e.random.integer(0, high - 1))
    const every = Math.max(1, Math.floor(steps / images))
    for (const step of e.progress(steps, { label: 'reacting' })) {
      if (step % every === 0) {
        e.track('pattern', draw(reaction.v, size), { step })
        e.track('v', histogram(reaction.v, { bins: 32 }), { step })
      }
      e.track({ 'mean/u': mean(reaction.u), 'mean/v': mean(reaction.v), 'share of v': shareAbove(reaction.v, 0.1) }, { step })
      react(reaction, e.params)
    }
    e.set('mean/v', mean(reaction.v))
    e.log(`${(100 * shareAbove(reaction.v, 0.1)).toFixed(1)} % of the grid is covered`)
  },
})

/** From the dark of nothing through blue to the white of much. */
function draw(v: Float32Array, size: number): RawImage {
  const data = new Uint8Array(size * size * 3)
  for (const [i, value] of v.entries()) {
    const much = Math.min(1, value / 0.35)
    data.set([255 * much ** 2, 40 + 215 * much ** 1.2, 70 + 185 * Math.sqrt(much)], i * 3)
  }
  return { data, width: size, height: size }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function shareAbove(values: Float32Array, limit: number): number {
  return values.reduce((count, value) => count + Number(value > limit), 0) / values.length
}

experiment.runIfMain()
