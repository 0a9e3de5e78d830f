/**
 * How far apart are two random points in a square? Points that are spread evenly tell sooner than random ones.
 *
 * The mean is known exactly: 0.5214 sides. The question is how soon one gets there. Three experiments: the second is made of the
 * first, the third of the second, each by one step that it does otherwise.
 */
import { defineExperiment, param } from 'runlab'

const EXACT = (2 + Math.SQRT2 + 5 * Math.asinh(1)) / 15
const DEVIATION = Math.sqrt(1 / 3 - EXACT ** 2)

export const random = defineExperiment(import.meta, {
  parameters: { pairs: param.integer(2 ** 14, { min: 1 }) },
  hooks: {
    // A step that others may want to do otherwise: it has a name and a default, and `run` calls it by its name.
    /** Places a pair of points: x and y of the one, x and y of the other, each 0…1. */
    placePair: (e, _index: number): readonly number[] => Array.from({ length: 4 }, () => e.random.uniform()),
  },
  visuals: { error: { log: true, title: 'How far off, after 2ⁿ pairs' } },
  async run(e) {
    let sum = 0
    for (const index of e.progress(e.params.pairs, { label: 'measuring' })) {
      const [x = 0, y = 0, otherX = 0, otherY = 0] = await e.call('placePair', index)
      sum += Math.hypot(x - otherX, y - otherY)
      const doublings = Math.log2(index + 1)
      if (Number.isInteger(doublings)) e.track('error', Math.abs(sum / (index + 1) - EXACT), { step: doublings })
    }
    e.set('distance', sum / e.params.pairs)
    e.set('error', Math.abs(sum / e.params.pairs - EXACT))
  },
  // These are there in every experiment: `beforeRun`, `onError`, and `afterRun`, the last of all.
  implement: { afterRun: (e) => e.log(`mean distance ${e.get('distance')}, off by ${e.get('error')}`) },
})

// The same with points that are spread evenly: Halton's sequence.
export const even = random.extend(import.meta, {
  // In place of the step that was there. Could as well be in a file of its own.
  implement: { placePair: (_e, index) => [2, 3, 5, 7].map((base) => mirrorDigits(index + 1, base)) },
})

// The same with points that are spread evenly, from a random start.
export const experiment = even.extend(import.meta, {
  implement: {
    // Even points are the same in every run: how far are they to be trusted? Moved all together they are as even, and other
    // ones with every seed. So this goes around the step that was there, which `previous` calls.
    placePair: {
      wrap: async (previous, e, index) => {
        const move = e.random.fork('move') // begins anew each time: all pairs are moved by the same four numbers
        return (await previous(index)).map((at) => (at + move.uniform()) % 1)
      },
    },
    // This comes after what was there. `prepend` comes before.
    afterRun: { append: (e) => e.log(`random points are off by about ${DEVIATION / Math.sqrt(e.params.pairs)}`) },
  },
})

/** 6 is 110 in base 2; mirrored at the point it is 0.011, which is 3/8. */
function mirrorDigits(index: number, base: number): number {
  return index === 0 ? 0 : ((index % base) + mirrorDigits(Math.floor(index / base), base)) / base
}

// Try: npx runlab run examples/06_hooks.ts#random, or #even; then npx runlab show latest, which lists whose steps were called
experiment.runIfMain()
