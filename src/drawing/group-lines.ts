import type { SeriesSummary } from '../format/series.ts'
import { contextText } from '../format/series-path.ts'

/** Keys of contexts that count repetitions of the same. */
const REPETITION = /^(?:seed|run|rep|repeat|repetition|replicate|trial|fold|worker|rank|index|i)$/i

/**
 * What lines of a plot have in common with some of the others, for each: their name where there are several, else what their contexts
 * say apart from repetitions (`temperature=2.3`), else the key that says least. Null where no two have anything in common.
 */
export function groupLines(series: readonly Pick<SeriesSummary, 'name' | 'context'>[]): readonly string[] | null {
  const contexts = series.map(({ context }) => context ?? {})
  const keys = [...new Set(contexts.flatMap(Object.keys))]
  const by = (...chosen: readonly string[]): readonly string[] =>
    contexts.map((context) => contextText(Object.fromEntries(Object.entries(context).filter(([key]) => chosen.includes(key)))))
  const isGrouping = (groups: readonly string[]): boolean => {
    const count = new Set(groups).size
    return count > 1 && count <= series.length / 2
  }
  const lasting = keys.filter((key) => !REPETITION.test(key))
  const candidates = [
    series.map(({ name }) => name.slice(name.lastIndexOf('/') + 1)),
    ...(lasting.length < keys.length ? [by(...lasting)] : []),
    ...[...lasting, ...keys].map((key) => by(key)).toSorted((a, b) => new Set(a).size - new Set(b).size),
  ]
  return candidates.find(isGrouping) ?? null
}
