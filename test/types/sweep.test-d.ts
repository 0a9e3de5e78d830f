// Types of search spaces that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import { defineExperiment, defineSweep, param } from '../../src/index.ts'
import { defineSpace } from '../../src/sweep/space/define-space.ts'
import { choice, grid, range } from '../../src/sweep/space/dimension.ts'

interface Values {
  readonly rate: number
  readonly optimizer: 'adam' | 'sgd'
  readonly nesterov: boolean
  readonly sizes: readonly number[]
}

defineSpace<Values>({
  rate: range(1e-5, 1e-1, { log: true }),
  optimizer: choice(['adam', 'sgd']),
  nesterov: choice([true, false], { when: 'optimizer == "sgd"' }),
  sizes: choice([[64], [64, 32]]),
})
defineSpace<Values>({ rate: '1e-5..1e-1:log', optimizer: ['adam'], nesterov: [true] })
defineSpace<Values>({ rate: grid([0.1, 0.2]) })

// @ts-expect-error: there is no such parameter
defineSpace<Values>({ raet: range(0, 1) })
// @ts-expect-error: not one of the choices
defineSpace<Values>({ optimizer: choice(['adam', 'lion']) })
// @ts-expect-error: a range is for numbers
defineSpace<Values>({ optimizer: range(0, 1) })
// @ts-expect-error: there is no such option
range(0, 1, { lgo: true })

const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, layers: 1, optimizer: param.choice(['adam', 'sgd']) },
  run() {},
})
const other = experiment.extend(import.meta, { parameters: { decay: 0.5 } })

defineSweep(import.meta, {
  experiment,
  space: { rate: range(1e-5, 1e-1, { log: true }), layers: [1, 2], optimizer: choice(['adam', 'sgd'], { when: 'layers > 1' }) },
  parameters: { layers: 2 },
  objective: [{ minimize: 'series.loss.min' }, { maximize: 'data.accuracy' }],
  sampler: { sampler: 'tpe', startup: 20 },
  pruner: { pruner: 'asha', first: 2, series: 'loss' },
  seeds: '1..3',
  enqueue: [{ rate: 0.1 }],
  time: '8h',
})
defineSweep(import.meta, { experiment: [experiment, other], space: { decay: '0.1..0.9', rate: [0.1] } })
defineSweep(import.meta, { experiment: './fit.ts', space: { anything: [1, 2] }, enqueue: [{ anything: 2 }] })

// @ts-expect-error: there is no such parameter
defineSweep(import.meta, { experiment, space: { raet: [1, 2] } })
// @ts-expect-error: not one of the choices
defineSweep(import.meta, { experiment, space: { optimizer: ['adam', 'lion'] } })
// @ts-expect-error: a number
defineSweep(import.meta, { experiment, space: { rate: [1] }, parameters: { layers: 'two' } })
// @ts-expect-error: there is no such parameter
defineSweep(import.meta, { experiment, space: { rate: [1] }, enqueue: [{ raet: 1 }] })
// @ts-expect-error: there is no such key
defineSweep(import.meta, { experiment, space: { rate: [1] }, trails: 5 })
// @ts-expect-error: what is better?
defineSweep(import.meta, { experiment, space: { rate: [1] }, objective: 'series.loss.min' })
