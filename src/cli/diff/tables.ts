import { wasSet } from '../../format/was-set.ts'
import type {
  EnvironmentDifference,
  PackageDifference,
  ParameterDifference,
  ValueDifference,
} from '../../analysis/compare/run-diff.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { MASK, NOT_SET } from '../../render/secret-text.ts'
import { fitTable } from './fit-table.ts'
import type { FittedRow } from './fit-table.ts'
import { headRow, markedRow } from './rows.ts'
import type { SectionStyle } from './sections.ts'
import { NOTHING, cellText, differenceText, valueCells } from './value-cells.ts'

export function parameterTable(entries: readonly ParameterDifference[], style: SectionStyle): string {
  const rows = entries.map((entry) => {
    const { name, state, redacted, difference } = entry
    const cells = redacted ? secretCells(entry) : pairCells(name, entry)
    const said = [redacted ? 'secret, not compared' : differenceText(difference), cells[3] ?? '', setBy(entry)]
    return markedRow(state, [...cells.slice(0, 3), joined(said)], style.colors)
  })
  return beforeAfter(rows, ['A', 'B', ''], style)
}

/** Values are never shown. */
function secretCells({ name, beforeSource, afterSource, beforeUnset, afterUnset }: ParameterDifference): readonly string[] {
  const text = (source: string | null, isUnset = false): string => (source === null ? NOTHING : isUnset ? NOT_SET : MASK)
  return [name, text(beforeSource, beforeUnset), text(afterSource, afterUnset), '']
}

/** Who set it, unless nobody did. */
function setBy({ beforeSource, afterSource }: ParameterDifference): string {
  const sources = [beforeSource, afterSource].filter((source) => source !== null)
  if (!sources.some(wasSet)) return ''
  return [...new Set(sources)].join(' → ')
}

export function valueTable(entries: readonly ValueDifference[], style: SectionStyle): string {
  const rows = entries.map((entry) => {
    const cells = pairCells(entry.path, entry)
    return markedRow(
      entry.state,
      [...cells.slice(0, 3), joined([differenceText(entry.difference), cells[3] ?? ''])],
      style.colors,
    )
  })
  return beforeAfter(rows, ['A', 'B', ''], style)
}

export function environmentTable(entries: readonly EnvironmentDifference[], style: SectionStyle): string {
  const rows = entries.map(({ name, state, before, after }) => {
    const short = (text: string | null): string => (text === null ? NOTHING : name === 'git commit' ? text.slice(0, 12) : text)
    return markedRow(state, [name, short(before), short(after)], style.colors)
  })
  return beforeAfter(rows, ['A', 'B'], style)
}

export function packageTable(entries: readonly PackageDifference[], style: SectionStyle): string {
  const text = (versions: readonly string[]): string => (versions.length === 0 ? NOTHING : versions.join(', '))
  const rows = entries.map(({ name, state, before, after }) => markedRow(state, [name, text(before), text(after)], style.colors))
  return beforeAfter(rows, ['A', 'B'], style)
}

/** A table with a column for each run behind the names. */
function beforeAfter(rows: readonly FittedRow[], heads: readonly string[], { width, colors }: SectionStyle): string {
  return rows.length === 0 ? '' : fitTable([headRow(['', ...heads], colors), ...rows], { width, twins: [1, 2] })
}

interface ValuePair {
  readonly state: string
  readonly before: JsonValue
  readonly after: JsonValue
}

/** Name, both values, and what is not shown of them. */
function pairCells(name: string, { state, before, after }: ValuePair): readonly string[] {
  if (state === 'changed') {
    const cells = valueCells(before, after)
    return [`${name}${cells.place}`, cells.before, cells.after, cells.more]
  }
  const text = (json: JsonValue, absent: string): string => (state === absent ? NOTHING : cellText(decodeValue(json), 200))
  return [name, text(before, 'added'), text(after, 'removed'), '']
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('; ')
}
