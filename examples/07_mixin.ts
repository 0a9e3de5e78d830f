/**
 * Heats a magnet until it is none any more, and keeps a diary of it.
 *
 * The Ising model: on a square grid every atom points up or down, and likes to point as its neighbours do; warmth disturbs it.
 * At a temperature of 2.269 the magnet breaks down, as Onsager computed in 1944.
 */
import { defineExperiment, param } from 'runlab'
import { diary } from './lib/diary.mixin.ts'
import type { RawImage } from './lib/raw-image.ts'

export const experiment = defineExperiment(import.meta, {
  // A mixin is what many experiments want and none is about: parameters, and steps before, in or after a run. This one writes a
  // line into `results/diary.md` when a run has ended, whatever the experiment.
  mixins: [diary],

  parameters: {
    temperature: param.number(2.2, { min: 0.1 }),
    /** Atoms along each side. */
    size: param.integer(96, { min: 4 }),
    /** How often all atoms get the chance to turn. */
    sweeps: param.integer(600, { min: 10 }),
    // A parameter of the diary, which has an empty list there. What the experiment declares counts.
    noted: ['magnetisation', 'onsager'],
  },

  visuals: { atoms: { frameRate: 12 }, magnetisation: { title: 'Share of the atoms up, less those down' } },

  run(e) {
    const { size, sweeps, temperature } = e.params
    const atoms = new Int8Array(size * size).fill(1)
    const steps = [1, size, atoms.length - 1, atoms.length - size] // to the right, down, left, up; the edges meet
    const late: number[] = []
    for (const sweep of e.progress(sweeps, { label: 'turning' })) {
      for (let turn = 0; turn < atoms.length; turn++) {
        const at = Math.floor(Math.random() * atoms.length)
        const around = steps.reduce((sum, step) => sum + (atoms[(at + step) % atoms.length] ?? 0), 0)
        const cost = 2 * (atoms[at] ?? 0) * around // of turning it
        if (Math.random() < Math.exp(-cost / temperature)) atoms[at] = -(atoms[at] ?? 0)
      }
      const magnetisation = atoms.reduce((sum, atom) => sum + atom, 0) / atoms.length
      if (sweep >= sweeps / 3) late.push(magnetisation) // until then it finds its balance
      e.track('magnetisation', magnetisation, { step: sweep })
      if (sweep % 10 === 0) e.track('atoms', draw(atoms, size), { step: sweep })
    }
    e.set('magnetisation', Math.abs(late.reduce((sum, each) => sum + each, 0) / late.length))
    e.set('onsager', Math.max(0, 1 - Math.sinh(2 / temperature) ** -4) ** (1 / 8)) // for a magnet without end
  },
})

/** Blue is up, yellow down. */
function draw(atoms: Int8Array, size: number): RawImage {
  return {
    data: Uint8Array.from([...atoms].flatMap((atom) => (atom > 0 ? [20, 60, 130] : [255, 205, 70]))),
    width: size,
    height: size,
  }
}

// Try:
//   for t in 1.5 2 2.2 2.5 3; do npx runlab run examples/07_mixin.ts --temperature $t; done
//   cat results/diary.md
// Another experiment keeps the diary, too, where it is told to, for one run:
//   npx runlab run examples/01_quickstart.ts --include examples/lib/diary.mixin.ts --noted pi
experiment.runIfMain()
