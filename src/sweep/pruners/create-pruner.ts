import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import { checkOptions } from '../options/check-options.ts'
import type { NumberRule } from '../options/check-options.ts'
import type { Direction } from '../samplers/trial.ts'
import { createAshaPruner } from './asha-pruner.ts'
import type { AshaOptions } from './asha-pruner.ts'
import { createMedianPruner } from './median-pruner.ts'
import type { MedianOptions } from './median-pruner.ts'
import { createPatiencePruner } from './patience-pruner.ts'
import type { PatienceOptions } from './patience-pruner.ts'
import { PRUNERS } from './pruner.ts'
import type { Pruner, PrunerName } from './pruner.ts'

export type PrunerOptions = PrunerChoice & {
  /** Of the curve; minimised by default. */
  readonly direction?: Direction
}

export type PrunerChoice =
  | ({ readonly pruner: 'median' } & MedianOptions)
  | ({ readonly pruner: 'asha' } & AshaOptions)
  | ({ readonly pruner: 'patience' } & PatienceOptions)

const OPTIONS: Readonly<Record<PrunerName, Readonly<Record<string, NumberRule>>>> = {
  median: { startup: { least: 1 }, warmup: { least: 0 } },
  asha: { first: { least: 1 }, factor: { least: 2 } },
  patience: { patience: { least: 1 }, delta: { least: 0, real: true } },
}

/** The pruner of that name. Throws SWEEP_OPTION. */
export function createPruner(options: PrunerOptions): Pruner {
  const { pruner: name, direction = 'minimize', ...own } = options
  if (!PRUNERS.some((known) => known === name)) throw unknown('pruner', name, PRUNERS)
  if (direction !== 'minimize' && direction !== 'maximize') throw unknown('direction', direction, ['minimize', 'maximize'])
  checkOptions(name, own, OPTIONS[name])
  const pruner = makePruner(options, direction)
  return {
    name,
    judge(curve, others) {
      const last = curve.points.at(-1)
      if (last !== undefined && Number.isNaN(last.value))
        return { stop: true, reason: `its value at step ${last.step} is not a number` }
      return pruner.judge(curve, others)
    },
  }
}

function makePruner(options: PrunerOptions, direction: Direction): Pruner {
  switch (options.pruner) {
    case 'median':
      return createMedianPruner(direction, options)
    case 'asha':
      return createAshaPruner(direction, options)
    case 'patience':
      return createPatiencePruner(direction, options)
  }
}

function unknown(option: string, value: unknown, known: readonly string[]): Error {
  const suggestion = typeof value === 'string' ? nearest(value, known) : null
  return runlabError('SWEEP_OPTION', { option, value: showValue(value), expected: known.join(', '), suggestion })
}
