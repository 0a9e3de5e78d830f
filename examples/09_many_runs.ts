/**
 * How large a step descends best? A small grid over seeds, and what a paper needs of it: a table and a figure.
 *
 * Each run is gradient descent on x², whose gradient is noisy. The study starts them, and commits what it finds.
 */
import { dirname } from 'node:path'
import { defineExperiment, openArchive, param, plotRuns } from 'runlab'

export const descent = defineExperiment(import.meta, {
  parameters: { rate: param.number(0.1, { min: 0 }) },
  visuals: { distance: { step: 'iteration' } },
  run(e) {
    let [x, sum] = [3, 0]
    for (let step = 0; step < 60; step++) {
      x -= e.params.rate * (2 * x + e.random.normal())
      sum += Math.abs(x)
      e.track('distance', Math.abs(x))
    }
    e.set('distance', sum / 60)
  },
})

export const experiment = defineExperiment(import.meta, {
  parameters: { seeds: param.integer(8, { min: 1 }) },
  async run(e) {
    // Beside this run, in a namespace of its own.
    const place = { namespace: `${e.namespace}/${e.name}-runs`, visuals: false, system: false }
    for (const rate of e.progress([0.02, 0.1, 0.4])) {
      for (let seed = 1; seed <= e.params.seeds; seed++) await descent.run({ ...place, parameters: { rate }, seed })
    }

    const archive = openArchive(dirname(e.folder))
    const namespace = `${e.name}-runs`
    const groups = await archive.groups({ namespace, values: ['data.distance'] })
    await e.commit('table.tex', groups.latex({ best: 'min' }))
    await e.commit('distance.pdf', await plotRuns(archive.runs({ namespace }), { of: 'distance', paper: true }))
    for (const { key, values } of groups.groups) e.set(`distance/${key['rate']}`, values['distance']?.mean)
    e.log(groups.markdown())
  },
})

experiment.runIfMain()
