import type { PlotKind } from '../../api/run-charts.ts'
import type { RunChart } from '../../api/visual.ts'
import type { LeftOut } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'

/** A figure over runs, and the runs that are not in it. */
export interface PlottedRuns {
  readonly kind: PlotKind
  readonly chart: RunChart
  readonly groups: readonly PlottedGroup[]
  readonly leftOut: readonly LeftOut[]
}

export interface PlottedGroup {
  readonly label: string
  readonly runs: readonly RunFields[]
}

/** What each kind of figure makes of runs. */
export type Compiled = Omit<PlottedRuns, 'kind'>
