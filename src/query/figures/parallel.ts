import type { ParallelAxis, RunPlot } from '../../api/run-charts.ts'
import { columnOf } from '../columns.ts'
import { runlabError } from '../../errors.ts'
import type { RunFields } from '../run-fields.ts'
import { cellText, withUnit } from './group-names.ts'
import type { Compiled } from './plotted-runs.ts'
import { defaultBy, runNumbers } from './run-numbers.ts'

/** A line for each run through its parameters and the number, which colours it. */
export function parallelOf(all: readonly RunFields[], { of, by }: RunPlot): Compiled {
  const { label, runs, numbers, leftOut } = runNumbers(all, of)
  const expressions = by ?? defaultBy(all)
  if (expressions.length === 0)
    throw runlabError('QUERY_OPTION', {
      option: 'by',
      got: 'left out',
      expected: 'parameters for the axes: these runs differ in none',
    })
  const kept = new Set(runs)
  const axes = expressions.map((expression): ParallelAxis => {
    const { label: name, cells } = columnOf(all, expression)
    const own = cells.filter((_, i) => kept.has(all[i] as RunFields))
    return { label: withUnit(all, name), values: asAxis(own) }
  })
  return {
    chart: {
      type: 'parallel',
      title: label,
      notes: [`${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, a line each, coloured by ${label}`],
      axes: [...axes, { label: withUnit(all, label), values: numbers }],
    },
    groups: [{ label: '', runs }],
    leftOut,
  }
}

/** Numbers where all are; what is missing is NaN. */
function asAxis(cells: readonly unknown[]): readonly number[] | readonly string[] {
  const isNumeric = cells.every((cell) => typeof cell === 'number' || cell === undefined || cell === null)
  return isNumeric ? cells.map((cell) => (typeof cell === 'number' ? cell : Number.NaN)) : cells.map(cellText)
}
