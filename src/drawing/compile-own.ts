import type { Kind } from '../api/kind.ts'
import type { Visual, VisualRules } from '../api/visual.ts'
import type { RunReader } from '../api/run.ts'
import { seriesKey } from '../format/series.ts'
import { withUnit } from './compile-numbers.ts'
import { withParameterUnits } from '../archive/documents/parameter-units.ts'
import { planVisuals } from './plan-visuals.ts'

export interface OwnVisuals {
  /** By `seriesKey`. */
  readonly compiled: ReadonlyMap<string, readonly Visual[]>
  /** What kinds threw, in sentences. */
  readonly failed: readonly string[]
}

/** What an experiment's own kinds say of their series. Their code runs here, so that others draw without it. */
export function compileOwn(
  run: Pick<RunReader, 'tracked' | 'series' | 'meta'>,
  kinds: readonly Kind[],
  rules: VisualRules,
): OwnVisuals {
  const compiled = new Map<string, readonly Visual[]>()
  const failed: string[] = []
  const own = new Map(kinds.map((kind) => [kind.name, kind]))
  for (const { title, options, series } of planVisuals(run.tracked, withParameterUnits(rules, run)).visuals) {
    const [first] = series
    const kind = first === undefined ? undefined : own.get(first.summary.kind)
    if (first === undefined || kind?.compile === undefined) continue
    const { name, context, kind: kindName } = first.summary
    try {
      const label = withUnit(name.slice(name.lastIndexOf('/') + 1), options.unit)
      compiled.set(
        seriesKey(first.summary),
        kind.compile(run.series(name, { context, kind: kindName }), { title, label, options }),
      )
    } catch (error) {
      failed.push(`${title} could not be drawn: its kind "${kind.name}" threw ${String(error)}`)
    }
  }
  return { compiled, failed }
}
