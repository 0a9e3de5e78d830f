/**
 * Tells penguin species apart by four measurements.
 *
 * Fits a softmax classifier by gradient descent to the Palmer penguins, on a random part of them, and tests it on the rest.
 */
import { readFile } from 'node:fs/promises'
import { defineExperiment, histogram, param } from 'runlab'
import { drawBoundary } from './lib/draw-boundary.ts'
import { accuracyOf, confusionOf, fitEpoch, predict, zeroModel } from './lib/softmax.ts'
import type { Model } from './lib/softmax.ts'
import { parsePenguins, splitPenguins, standardise } from './lib/penguins.ts'
import type { LabelledRows } from './lib/penguins.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** The measurements, one penguin a line. */
    dataset: param.path('./data/penguins.csv'),
    /** Share of the penguins that is kept for the test. */
    testShare: param.number(0.3, { min: 0.05, max: 0.95 }),
    epochs: param.integer(200, { min: 1 }),
    /** Step size of the gradient descent. */
    learningRate: param.number(0.5, { min: 0 }),
    /** Strength of the L2 penalty on the weights. */
    decay: param.number(1e-4, { min: 0 }),
  },

  // With --testing.
  testing: { epochs: 5 },

  hooks: {
    /** May change or leave out measurements before the fit; rows are penguins, columns measurements. */
    prepareFeatures: (_e, rows: readonly number[][]) => standardise(rows),
  },

  visuals: { loss: { unit: 'nats' }, boundary: { title: 'What the model makes of bill length and depth' } },

  async run(e) {
    const penguins = parsePenguins(await readFile(e.params.dataset, 'utf8'))
    e.log(`${penguins.rows.length} penguins with all measurements, ${penguins.species.length} species`)

    const features = await e.call('prepareFeatures', penguins.rows)
    const order = e.random.shuffle([...penguins.rows.keys()])
    const { train, test } = splitPenguins({ ...penguins, rows: features }, order, e.params.testShare)
    e.set('sizes', { train: train.labels.length, test: test.labels.length })

    let model = zeroModel(features[0]?.length ?? 0, penguins.species.length)
    for (const epoch of e.progress(e.params.epochs, { label: 'fitting' })) {
      const step = fitEpoch(model, train, e.params)
      model = step.model
      if (epoch % 50 === 0 || epoch === e.params.epochs - 1) e.log(`epoch ${epoch}: loss ${step.loss.toFixed(4)}`)
      e.set('metrics/loss', step.loss)
      e.track('loss', step.loss, { step: epoch })
      e.track('accuracy', accuracyOn(model, train), { step: epoch, context: { split: 'train' } })
      e.track('accuracy', accuracyOn(model, test), { step: epoch, context: { split: 'test' } })
      e.track('weights', histogram(model.weights.flat(), { bins: 20 }), { step: epoch })
      e.track('boundary', drawBoundary(model, test, [200, 150]), { step: epoch })
    }

    const predicted = test.rows.map((row) => predict(model, row))
    const confusion = confusionOf(test.labels, predicted, penguins.species.length)
    e.set('metrics/accuracy', { train: accuracyOn(model, train), test: accuracyOn(model, test) })
    e.set('metrics/confusion', confusion)
    await e.commit('model.json', { ...model, species: penguins.species, measurements: penguins.measurements })
    await e.commit('predictions.csv', predictionsTable(penguins.species, test.labels, predicted))

    e.log(
      `test accuracy ${(100 * accuracyOf(test.labels, predicted)).toFixed(1)} %; rows are the true species, columns the predicted:`,
    )
    for (const [index, row] of confusion.entries())
      e.log(`${(penguins.species[index] ?? '').padEnd(10)}${row.map((n) => String(n).padStart(5)).join('')}`)
  },
})

function accuracyOn(model: Model, { rows, labels }: LabelledRows): number {
  return accuracyOf(
    labels,
    rows.map((row) => predict(model, row)),
  )
}

function predictionsTable(species: readonly string[], labels: readonly number[], predicted: readonly number[]): string {
  const lines = labels.map((label, index) => `${species[label]},${species[predicted[index] ?? -1]}`)
  return `species,predicted\n${lines.join('\n')}\n`
}

experiment.runIfMain()
