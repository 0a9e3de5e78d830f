import type { ComparedFact, ComparedPart } from '../api/run-comparison.ts'
import { comparisonTable } from '../analysis/compare/comparison-tables.ts'
import type { ComparedRuns } from '../analysis/compare/facts-of-runs.ts'
import { distinctRunNames } from '../format/run-name.ts'
import { groupBy } from '../internal/group-by.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { visibleText } from '../render/visible-text.ts'
import { wrapText } from '../render/wrap-text.ts'
import { fitTable } from './diff/fit-table.ts'
import type { FittedRow } from './diff/fit-table.ts'
import type { SectionStyle } from './diff/sections.ts'
import { fitColumns, leftColumnsText } from './fit-columns.ts'

/** Characters that names of facts, and what a run has, should have at the least. */
const [NAME, CELL] = [20, 12]

interface ComparisonStyle extends SectionStyle {
  /** Whether the facts are those that were asked for, in that order; else each part has its place. */
  readonly keepsOrder?: boolean
}

/** Runs beside one another where there is room, else below one another; then what could not be compared, and what is the same. */
export function comparisonText(compared: ComparedRuns, style: ComparisonStyle): string {
  const { runs, facts, notes } = compared
  const hasRoom = NAME + runs.length * CELL <= style.width
  const body = facts.length === 0 ? '' : hasRoom ? besideText(compared, style) : belowText(compared, style)
  const said = notes.map((note) => paragraph(note, style, style.colors.yellow))
  return [body, ...said, paragraph(sameText(compared), style)].join('')
}

/** A column a run. */
function besideText({ runs, facts }: ComparedRuns, { width, colors, keepsOrder }: ComparisonStyle): string {
  const head: FittedRow = { cells: ['', ...distinctRunNames(runs)], paint: colors.bold }
  const rowOf = ({ name, values }: ComparedFact, indent: string): FittedRow => ({
    cells: [`${indent}${name}`, ...values.map(shownText)],
    paint: (line: string) => line,
  })
  const rows =
    keepsOrder === true
      ? facts.map((fact) => rowOf(fact, ''))
      : groupBy(facts, ({ part }) => part).flatMap((own) => [
          { cells: [own[0]?.part ?? ''], paint: colors.dim },
          ...own.map((fact) => rowOf(fact, '  ')),
        ])
  return fitTable([head, ...rows], { width })
}

/** Of these a table of many runs has how many differ from those of the first run. */
const COUNTED: readonly ComparedPart[] = ['code', 'packages', 'environment']

/** A line a run. */
function belowText({ facts, ...compared }: ComparedRuns, style: ComparisonStyle): string {
  const counted = COUNTED.flatMap((part) => facts.filter((fact) => fact.part === part).slice(0, 1))
  const columns = [...facts.filter(({ part }) => !COUNTED.includes(part)), ...counted.map(({ part }) => countsOf(part, facts))]
  // What is narrow and what differs by intent stands first.
  const ordered = style.keepsOrder === true ? facts : BELOW.flatMap((part) => columns.filter((fact) => fact.part === part))
  const table = comparisonTable({ ...compared, facts: ordered }, visibleText)
  const [first = ''] = distinctRunNames(compared.runs)
  const { lines, left } = fitColumns(table, { width: style.width, least: 1 })
  const [heading = '', ...rows] = lines
  const more = leftColumnsText(left)
  return [
    ...[style.colors.dim(heading), ...rows].map((line) => `${line}\n`),
    ...(more === null ? [] : [paragraph(more, style, style.colors.dim)]),
    ...counted.map(({ part }) =>
      paragraph(`${part}, against ${first}: ${namesOf(facts.filter((fact) => fact.part === part))}`, style),
    ),
  ].join('')
}

const BELOW: readonly ComparedPart[] = ['parameters', ...COUNTED, 'run', 'values', 'series']

function countsOf(part: ComparedPart, facts: readonly ComparedFact[]): ComparedFact {
  const own = facts.filter((fact) => fact.part === part)
  const values = (own[0]?.values ?? []).map((_, run) => {
    const count = own.filter((fact) => fact.values[run] !== fact.values[0]).length
    return count === 0 ? 'same' : `${count} ${count === 1 ? 'differs' : 'differ'}`
  })
  return { part, name: part, values }
}

/** Names that a sentence has room for. */
const NAMED = 8

function namesOf(facts: readonly ComparedFact[]): string {
  const names = facts.slice(0, NAMED).map(({ name }) => name)
  return facts.length > NAMED ? `${names.join(', ')} and ${facts.length - NAMED} more: --json` : names.join(', ')
}

/** Parts of which everything is the same. */
function sameText({ runs, facts, same }: ComparedRuns): string {
  const parts = (Object.keys(same) as ComparedPart[]).filter(
    (part) => same[part] > 0 && part !== 'run' && !facts.some((fact) => fact.part === part),
  )
  if (parts.length === 0) return ''
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
  return `The ${runs.length} runs do not differ in ${list}.`
}

function paragraph(text: string, { width }: SectionStyle, paint = (line: string): string => line): string {
  return wrapText(visibleText(text), width)
    .map((line) => `${paint(line)}\n`)
    .join('')
}
