import type { VisualRules } from '../api/visual.ts'
import { SYSTEM_PREFIX } from '../format/series.ts'
import type { SeriesSummary } from '../format/series.ts'
import { contextText } from '../format/series-path.ts'
import { nearest } from '../internal/nearest.ts'
import { numberText } from '../render/charts/number-text.ts'
import { fits, lookUp } from '../archive/documents/visual-rules.ts'

/** Names in one sentence. */
const MOST_NAMES = 5

/** What rules ask for in vain, in sentences: of series that were not tracked, and logarithms of what has none. */
export function idleRules(tracked: readonly SeriesSummary[], rules: VisualRules): readonly string[] {
  const names = [...new Set(tracked.map(({ name }) => name))]
  const idle = Object.entries(rules).flatMap(([key, rule]) => {
    if (key.startsWith(SYSTEM_PREFIX) || names.some((name) => fits(key, name))) return [] // a short run is not measured
    const meant = meantBy(key, names)
    if (meant === null) return rule === false ? [] : [JSON.stringify(key)] // nothing was drawn of it, as wanted
    return [`${JSON.stringify(key)} (did you mean ${JSON.stringify(meant)}?)`]
  })
  const flat = tracked.filter(
    ({ name, kind, max }) => kind === 'number' && max !== null && max <= 0 && lookUp(rules, name)?.log === true,
  )
  const flatNames = [...new Set(flat.map(({ name }) => JSON.stringify(name)))]
  return [
    ...(idle.length === 0 ? [] : [`\`visuals\` names what was not tracked: ${list(idle)}.`]),
    ...(flatNames.length === 0 ? [] : [`\`log: true\` has no effect where no value is above 0: ${list(flatNames)}.`]),
  ]
}

/** Series that end in no number, in one sentence: a run whose loss has become NaN is done all the same. */
export function oddEnds(tracked: readonly SeriesSummary[]): readonly string[] {
  const odd = tracked.filter(
    ({ name, kind, last }) =>
      kind === 'number' && !name.startsWith(SYSTEM_PREFIX) && typeof last === 'number' && !Number.isFinite(last),
  )
  const said = odd.map(({ name, context, last, count, nonFinite }) => {
    const label = context === null ? name : `${name} ${contextText(context)}`
    return `${JSON.stringify(label)} in ${numberText(last as number)} (${nonFinite} of ${count} values are not finite)`
  })
  return said.length === 0 ? [] : [`Series end in no number: ${list(said)}.`]
}

/** The name, or beginning of names, that is closest. */
function meantBy(key: string, names: readonly string[]): string | null {
  if (!key.endsWith('*')) return nearest(key, names)
  const beginnings = names.flatMap((name) =>
    name
      .split('/')
      .slice(0, -1)
      .map((_, i, parts) => `${parts.slice(0, i + 1).join('/')}/`),
  )
  const meant = nearest(key.slice(0, -1), new Set(beginnings))
  return meant === null ? null : `${meant}*`
}

function list(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}`
}
