import type { ParallelAxis, ParallelChart, PointChart, PointSet } from '../../api/run-charts.ts'
import type { LineChart, RecordTable } from '../../api/visual.ts'
import type { SweepObjective } from '../../format/sweep.ts'
import { shownText } from '../../render/tables/cell-text.ts'
import type { SweepState } from '../ledger/sweep-state.ts'
import { bestTrials, doneTrials, rankTrials } from '../reading/rank-state.ts'
import type { DoneRecord } from '../reading/rank-state.ts'
import { countTrials } from '../reading/count-trials.ts'
import type { Dimension } from '../space/dimension.ts'
import { readSpace } from '../space/define-space.ts'
import { importanceOf } from './importance.ts'

/** Parameters of which each has a picture. */
const MOST_SLICES = 24

/** A picture of a sweep, and what its file is called. */
export interface SweepChart {
  readonly name: string
  readonly chart: PointChart | ParallelChart | LineChart | RecordTable
}

/** The pictures of a sweep: a table of its trials, and, with objectives and two trials that are done, history, what matters, parameters, and the Pareto front. */
export function sweepCharts(state: SweepState): readonly SweepChart[] {
  const { objectives, space } = state.definition
  const done = doneTrials(state)
  const [objective] = objectives
  const { dimensions } = readSpace(space)
  const table = rankedTable(state, dimensions)
  if (objective === undefined || done.length < 2) return [table]
  return [
    ...objectives.map((one, index) => historyOf(state, one, index)),
    table,
    ...(objectives.length > 1 ? [frontOf(state, objectives)] : []),
    ...importancesOf(done, dimensions, objective),
    ...(dimensions.length > 1 ? [parallelOf(done, dimensions, objective)] : []),
    ...dimensions.slice(0, MOST_SLICES).map((dimension) => sliceOf(done, dimension, objective)),
  ]
}

/** Best first; then what was pruned, and what failed, with the reason. */
function rankedTable(state: SweepState, dimensions: readonly Dimension[]): SweepChart {
  const { objectives } = state.definition
  const ended = (wanted: 'pruned' | 'failed') => state.trials.filter(({ outcome }) => outcome?.state === wanted)
  const records = [...rankTrials(state), ...ended('pruned'), ...ended('failed')].map(({ number, parameters, outcome }) => ({
    trial: number,
    ...Object.fromEntries(
      objectives.flatMap(({ expression }, index) => {
        const spread = outcome?.spread?.[index]
        return [[expression, outcome?.values?.[index]], ...(spread === undefined ? [] : [[`${expression} (sd)`, spread]])]
      }),
    ),
    ...Object.fromEntries(dimensions.map(({ name }) => [name, parameters[name]])),
    state: outcome?.state,
    ...(outcome === null || outcome.reason === null ? {} : { reason: outcome.reason }),
  }))
  return { name: 'trials', chart: { type: 'table', title: 'Trials', records } }
}

function historyOf(state: SweepState, { expression, direction }: SweepObjective, index: number): SweepChart {
  const done = doneTrials(state)
  const values = done.map(({ outcome }) => outcome.values[index] ?? Number.NaN)
  const better = direction === 'minimize' ? Math.min : Math.max
  const best = values.map((_, at) => better(...values.slice(0, at + 1)))
  const x = done.map(({ number }) => number)
  const { pruned, failed } = countTrials(state)
  const left = [...(pruned > 0 ? [`${pruned} pruned`] : []), ...(failed > 0 ? [`${failed} failed`] : [])].join(' and ')
  const name = state.definition.objectives.length > 1 ? `history/${index + 1}` : 'history'
  const chart: PointChart = {
    type: 'points',
    title: `History of ${expression}`,
    x: { label: 'trial' },
    y: { label: expression },
    sets: [
      { label: 'trials', x, y: values, ...spreadOf(done, values, index) },
      { label: 'best so far', x, y: best, isJoined: true },
    ],
    notes: left === '' ? [] : [`Not drawn: ${left}.`],
  }
  return { name, chart }
}

/** From the mean by one standard deviation over the seeds. */
function spreadOf(done: readonly DoneRecord[], values: readonly number[], index: number): Pick<PointSet, 'low' | 'high'> {
  const spreads = done.map(({ outcome }) => outcome.spread?.[index] ?? Number.NaN)
  if (!spreads.some(Number.isFinite)) return {}
  return {
    low: values.map((value, at) => value - (spreads[at] ?? Number.NaN)),
    high: values.map((value, at) => value + (spreads[at] ?? Number.NaN)),
  }
}

function frontOf(state: SweepState, objectives: readonly SweepObjective[]): SweepChart {
  const [first, second] = objectives
  const coordinates = (trials: readonly DoneRecord[]): Pick<PointSet, 'x' | 'y'> => ({
    x: trials.map(({ outcome }) => outcome.values[0] ?? Number.NaN),
    y: trials.map(({ outcome }) => outcome.values[1] ?? Number.NaN),
  })
  const best = bestTrials(state).toSorted((a, b) => (a.outcome.values[0] ?? 0) - (b.outcome.values[0] ?? 0))
  const chart: PointChart = {
    type: 'points',
    title: 'Pareto front',
    x: { label: first?.expression ?? '' },
    y: { label: second?.expression ?? '' },
    sets: [
      { label: 'trials', ...coordinates(rankTrials(state)) },
      { label: 'front', ...coordinates(best), isJoined: objectives.length === 2 },
    ],
    notes: objectives.length === 2 ? [] : [`The front is that of all ${objectives.length} objectives, of which two are drawn.`],
  }
  return { name: 'front', chart }
}

function importancesOf(
  done: readonly DoneRecord[],
  dimensions: readonly Dimension[],
  objective: SweepObjective,
): readonly SweepChart[] {
  const outcomes = done.map(({ outcome }) => outcome.values[0] ?? Number.NaN)
  const found = dimensions.flatMap(({ name }) => {
    const importance = importanceOf(
      done.map(({ parameters }) => parameters[name]),
      outcomes,
    )
    return importance === null ? [] : [{ name, importance }]
  })
  if (found.length < 2) return []
  const sorted = found.toSorted((a, b) => b.importance - a.importance)
  const chart: PointChart = {
    type: 'points',
    title: `What ${objective.expression} depends on`,
    x: { label: 'parameter' },
    y: { label: 'share of the differences (ε²)', domain: [0, 1] },
    categories: sorted.map(({ name }) => name),
    sets: [{ label: 'alone', x: sorted.map((_, index) => index), y: sorted.map(({ importance }) => importance) }],
    notes: [`Each parameter by itself, over ${done.length} trials; what they do only together is not seen.`],
  }
  return [{ name: 'importance', chart }]
}

function parallelOf(done: readonly DoneRecord[], dimensions: readonly Dimension[], objective: SweepObjective): SweepChart {
  const axes: readonly ParallelAxis[] = dimensions.map((dimension) => {
    const values = done.map(({ parameters }) => parameters[dimension.name])
    const isText = values.some((value) => value !== undefined && typeof value !== 'number')
    return {
      label: dimension.name,
      values: isText
        ? values.map((value) => (value === undefined ? '' : shownText(value)))
        : values.map((value) => (typeof value === 'number' ? value : Number.NaN)),
      ...(isLog(dimension) ? { scale: 'log' as const } : {}),
    }
  })
  const last: ParallelAxis = { label: objective.expression, values: done.map(({ outcome }) => outcome.values[0] ?? Number.NaN) }
  return { name: 'parallel', chart: { type: 'parallel', title: 'Parameters and objective', axes: [...axes, last] } }
}

/** The objective over one parameter. */
function sliceOf(done: readonly DoneRecord[], dimension: Dimension, { expression }: SweepObjective): SweepChart {
  const { name } = dimension
  const there = done.filter(({ parameters }) => parameters[name] !== undefined)
  const isNumeric = there.every(({ parameters }) => typeof parameters[name] === 'number')
  const texts = there.map(({ parameters }) => shownText(parameters[name]))
  const categories = [...new Set(texts)]
  const values = there.map(({ outcome }) => outcome.values[0] ?? Number.NaN)
  const x = isNumeric ? there.map(({ parameters }) => Number(parameters[name])) : texts.map((text) => categories.indexOf(text))
  const chart: PointChart = {
    type: 'points',
    title: `${expression} over ${name}`,
    x: { label: name, ...(isLog(dimension) ? { scale: 'log' as const } : {}) },
    y: { label: expression },
    ...(isNumeric ? {} : { categories }),
    sets: [{ label: 'trials', x, y: values, ...spreadOf(there, values, 0) }],
    notes: there.length === done.length ? [] : [`Of ${done.length} trials ${there.length} have this parameter.`],
  }
  return { name: `slices/${name}`, chart }
}

function isLog(dimension: Dimension): boolean {
  return dimension.kind === 'range' && dimension.log
}
