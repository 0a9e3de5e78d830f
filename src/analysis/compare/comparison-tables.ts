import type { ComparedFact } from '../../api/run-comparison.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { distinctRunNames } from '../../format/run-name.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { exactText, shownText } from '../../render/tables/cell-text.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../../render/tables/table-text.ts'
import type { TextTable } from '../../render/tables/table-text.ts'
import type { ComparedRuns } from './facts-of-runs.ts'

/** A line a run, with all digits. */
export function comparisonCsv({ runs, facts }: ComparedRuns): string {
  const rows = runs.map(({ namespace, name }, row) => [namespace, name, ...facts.map(({ values }) => exactText(values[row]))])
  return csvTable({ headings: ['namespace', 'run', ...facts.map((fact) => headingOf(fact, facts))], rows })
}

export function comparisonMarkdown(compared: ComparedRuns): string {
  return markdownTable(comparisonTable(compared, (text) => text))
}

export function comparisonLatex(compared: ComparedRuns, command: string): string {
  return latexTable(comparisonTable(compared, latexText), [command, ...compared.notes])
}

/** For programs: values as tagged JSON, null where a run has nothing. */
export function comparisonJson({ facts, ...compared }: ComparedRuns): JsonValue {
  const cell = (value: unknown): JsonValue => (value === undefined ? null : encodeValue(value))
  return {
    runs: compared.runs.map((run) => ({ ...run })),
    facts: facts.map(({ part, name, values }) => ({ part, name, values: values.map(cell) })),
    same: { ...compared.same },
    notes: compared.notes,
  }
}

/** A row a run: its short name, then what differs. */
export function comparisonTable({ runs, facts }: ComparedRuns, escape: (text: string) => string): TextTable {
  const names = distinctRunNames(runs)
  const rows = names.map((name, row) => [name, ...facts.map(({ values }) => shownText(values[row]))].map(escape))
  const numeric = facts.flatMap(({ values }, column) => (isNumeric(values) ? [column + 1] : []))
  return { headings: ['run', ...facts.map((fact) => headingOf(fact, facts))].map(escape), rows, numeric: new Set(numeric) }
}

/** Numbers stand at the right. */
export function isNumeric(values: readonly unknown[]): boolean {
  return values.every((value) => value === undefined || typeof value === 'number')
}

/** The name alone where no other fact has it. */
function headingOf({ part, name }: ComparedFact, facts: readonly ComparedFact[]): string {
  return facts.filter((fact) => fact.name === name).length === 1 ? name : `${part}: ${name}`
}
