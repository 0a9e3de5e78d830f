import type { Direction } from './best.ts'
import { keyOf, resultColumns, varyingParameters } from './columns.ts'
import type { Column } from './columns.ts'
import type { RunFields } from './run-fields.ts'

/** What to ask of runs, as expressions. */
export interface ChosenAnalysis {
  readonly experiments: readonly string[]
  /** The experiment where there are several, and the parameters that vary. */
  readonly by: readonly string[]
  readonly values: readonly { readonly label: string; readonly expression: string; readonly direction: Direction | null }[]
  /** A series or one of the values. */
  readonly figure: string
}

/** As many as can be read side by side. */
const MOST_VALUES = 4

/**
 * What varies between runs, and which of their results are worth a look: those that are declared, else the first few numbers that
 * differ. Null where no run is done.
 */
export function chooseAnalysis(runs: readonly RunFields[]): ChosenAnalysis | null {
  if (!runs.some(isDone)) return null
  const experiments = [...new Set(runs.map(({ listed }) => listed.brief.name))].toSorted()
  const usable = resultColumns(runs).filter(({ cells }) =>
    runs.some((run, index) => isDone(run) && Number.isFinite(cells[index])),
  )
  const declared = usable.filter(({ result }) => result !== undefined)
  const differing = usable.filter(({ cells }) => new Set(cells.map(keyOf)).size > 1)
  const measured = [declared, differing, usable].find((columns) => columns.length > 0)?.slice(0, MOST_VALUES) ?? []
  const values = measured.flatMap(({ label, expression, result }) =>
    expression === null ? [] : [{ label, expression, direction: result?.direction ?? null }],
  )
  const [first = DURATION, ...others] = values
  return {
    experiments,
    by: [...(experiments.length > 1 ? ['name'] : []), ...varyingParameters(runs).flatMap(expressionOf)],
    values: [first, ...others],
    // A curve says more of a series than its last point.
    figure: first.expression.startsWith('series') ? first.label : first.expression,
  }
}

/** What every run has. */
const DURATION = { label: 'duration', expression: 'duration', direction: null }

const isDone = ({ run }: RunFields): boolean => run.status === 'done'
const expressionOf = ({ expression }: Column): readonly string[] => (expression === null ? [] : [expression])
