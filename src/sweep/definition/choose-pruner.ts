import { runlabError } from '../../errors.ts'
import type { SweepObjective, SweepPruner } from '../../format/sweep.ts'
import type { Expression } from '../../query/filter/expression.ts'
import { seriesOf } from './series-of.ts'
import type { SweepRequest } from './sweep-request.ts'

/** The pruner that was asked for: over the series that it names, else that of the objective, and in its direction. Throws SWEEP_OBJECTIVE, SWEEP_SERIES. */
export function choosePruner(
  asked: SweepRequest['pruner'],
  objectives: readonly SweepObjective[],
  expressions: readonly Expression[],
): SweepPruner | null {
  if (asked === null) return null
  const { series, ...options } = asked
  const [objective] = objectives
  if (objective === undefined && options['direction'] === undefined) throw runlabError('SWEEP_OBJECTIVE', { what: 'A pruner' })
  const chosen = series ?? seriesOf(expressions[0])
  if (chosen === null)
    throw runlabError('SWEEP_SERIES', { pruner: String(options['pruner']), objective: objective?.expression ?? '' })
  return { series: chosen, options: { direction: objective?.direction ?? 'minimize', ...options } }
}
