import type { NumberDifference, SeriesDifference, SeriesFacts } from '../../analysis/compare/run-diff.ts'
import { numberDifference } from '../../analysis/compare/number-difference.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { isSystemSeries } from '../../format/series.ts'
import { contextText } from '../../format/series-path.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { fitTable } from './fit-table.ts'
import type { FittedRow } from './fit-table.ts'
import { headRow, markedRow } from './rows.ts'
import type { SectionStyle } from './sections.ts'
import { NOTHING, differenceText, numberTexts } from './value-cells.ts'

const FACTS = ['count', 'last', 'min', 'max'] as const
const LABELS = { count: 'points', last: 'last', min: 'min', max: 'max' } as const

/** A line for each fact that differs. What runlab itself measured differs always, and is left out unless all is shown. */
export function seriesTable(entries: readonly SeriesDifference[], style: SectionStyle, all: boolean): string {
  const shown = entries.filter((entry) => all || !isSystemSeries(entry))
  const left = entries.length - shown.length
  const rows = shown.flatMap((entry) => seriesRows(entry, style))
  const heads = headRow(['', '', 'A', 'B', ''], style.colors)
  const table = rows.length === 0 ? '' : fitTable([heads, ...rows], { width: style.width, twins: [2, 3] })
  const rest = `${left} of what runlab itself measured (system/): --all shows ${left === 1 ? 'it' : 'them'}`
  return left === 0 ? table : `${table}  ${style.colors.dim(`${rows.length === 0 ? '' : 'and '}${rest}`)}\n`
}

function seriesRows(entry: SeriesDifference, { colors }: SectionStyle): readonly FittedRow[] {
  const { state, before, after } = entry
  const row = (fact: (typeof FACTS)[number], index: number): FittedRow => {
    const [one, other] = textsOf(before?.[fact], after?.[fact])
    const difference = before === null || after === null ? null : differenceOf(before[fact], after[fact])
    const name = index === 0 ? nameOf(entry) : ''
    const marked = markedRow(state, [name, LABELS[fact], one, other, differenceText(difference)], colors)
    return index === 0 ? marked : { ...marked, cells: ['', ...marked.cells.slice(1)] }
  }
  return factsShown(before, after).map(row)
}

/** Of a series that one of them has, or both have alike, how many points. */
function factsShown(before: SeriesFacts | null, after: SeriesFacts | null): readonly (typeof FACTS)[number][] {
  if (before === null || after === null) return ['count']
  const different = FACTS.filter((fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact]))
  return different.length === 0 ? ['count'] : different
}

function differenceOf(before: JsonValue, after: JsonValue): NumberDifference | null {
  return numberDifference(before, after)
}

function nameOf({ name, context, kind }: SeriesDifference): string {
  const place = context === null ? name : `${name} ${contextText(context)}`
  return kind === 'number' ? place : `${place} (${kind})`
}

function textsOf(before: JsonValue | undefined, after: JsonValue | undefined): readonly [string, string] {
  const [one, other] = [numberOf(before), numberOf(after)]
  const [a, b] = numberTexts(one ?? other ?? 0, other ?? one ?? 0)
  return [one === null ? NOTHING : a, other === null ? NOTHING : b]
}

function numberOf(json: JsonValue | undefined): number | null {
  const value = json === undefined || json === null ? null : decodeValue(json)
  return typeof value === 'number' ? value : null
}
