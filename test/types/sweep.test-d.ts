// Types of search spaces that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
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
