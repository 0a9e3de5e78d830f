import type { LabelledRows } from './penguins.ts'

/** A linear classifier: a score a class is `weights[class] · row + biases[class]`. */
export interface Model {
  readonly weights: readonly (readonly number[])[]
  readonly biases: readonly number[]
}

export function zeroModel(features: number, classes: number): Model {
  return {
    weights: Array.from({ length: classes }, () => new Array<number>(features).fill(0)),
    biases: new Array<number>(classes).fill(0),
  }
}

/** The class with the highest score. */
export function predict(model: Model, row: readonly number[]): number {
  const scores = scoresOf(model, row)
  return scores.indexOf(Math.max(...scores))
}

/** How likely each class is. */
export function probabilitiesOf(model: Model, row: readonly number[]): number[] {
  return softmax(scoresOf(model, row))
}

/** One step of full-batch gradient descent on the cross-entropy with an L2 penalty; gives the loss before the step. */
export function fitEpoch(
  model: Model,
  data: LabelledRows,
  options: { readonly learningRate: number; readonly decay: number },
): { model: Model; loss: number } {
  const { learningRate, decay } = options
  const weightGradients = model.weights.map((weights) => weights.map((weight) => decay * weight))
  const biasGradients = model.biases.map(() => 0)
  let loss = 0
  for (const [index, row] of data.rows.entries()) {
    const probabilities = probabilitiesOf(model, row)
    const label = data.labels[index] ?? 0
    loss -= Math.log(probabilities[label] ?? 1) / data.rows.length
    for (const [klass, probability] of probabilities.entries()) {
      const error = (probability - (klass === label ? 1 : 0)) / data.rows.length
      biasGradients[klass] = (biasGradients[klass] ?? 0) + error
      const gradients = weightGradients[klass] ?? []
      for (const [feature, value] of row.entries()) gradients[feature] = (gradients[feature] ?? 0) + error * value
    }
  }
  const step = (value: number, gradient: number | undefined): number => value - learningRate * (gradient ?? 0)
  return {
    loss,
    model: {
      weights: model.weights.map((weights, klass) =>
        weights.map((weight, feature) => step(weight, weightGradients[klass]?.[feature])),
      ),
      biases: model.biases.map((bias, klass) => step(bias, biasGradients[klass])),
    },
  }
}

/** Share of the labels that were predicted. */
export function accuracyOf(labels: readonly number[], predicted: readonly number[]): number {
  return labels.filter((label, index) => label === predicted[index]).length / labels.length
}

/** Counts by true class (rows) and predicted class (columns). */
export function confusionOf(labels: readonly number[], predicted: readonly number[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (const [index, label] of labels.entries()) {
    const row = counts[label]
    const column = predicted[index]
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1
  }
  return counts
}

function scoresOf(model: Model, row: readonly number[]): number[] {
  return model.weights.map((weights, klass) =>
    weights.reduce((sum, weight, feature) => sum + weight * (row[feature] ?? 0), model.biases[klass] ?? 0),
  )
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
