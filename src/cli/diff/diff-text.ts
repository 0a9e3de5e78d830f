import type { RunDiff, RunIdentity } from '../../analysis/compare/run-diff.ts'
import { formatLocalTime } from '../../internal/format-local-time.ts'
import { cutMiddle } from '../../render/cut-middle.ts'
import { visibleText } from '../../render/visible-text.ts'
import { paintStatus } from '../paint-status.ts'
import { codeText } from './code-text.ts'
import { hookTable, layerTable } from './lineage-tables.ts'
import { sectionsText } from './sections.ts'
import type { SectionStyle, ShownSection } from './sections.ts'
import { seriesTable } from './series-table.ts'
import { environmentTable, packageTable, parameterTable, valueTable } from './tables.ts'

export interface DiffTextOptions extends SectionStyle {
  /** Whether what is the same is shown, too. */
  readonly all: boolean
}

/** How two runs differ, for a terminal: which runs they are, then a section for each kind of difference. */
export function diffText(diff: RunDiff, { width, colors, all }: DiffTextOptions): string {
  const style = { width, colors }
  const { parameters, layers, hooks, code, environment, packages, values, series } = diff
  const sections: readonly ShownSection[] = [
    { title: 'parameters', section: parameters, body: parameterTable(parameters.entries, style) },
    { title: 'layers', section: layers, body: layerTable(layers.entries, style) },
    { title: 'hooks', section: hooks, body: hookTable(hooks.entries, style) },
    ...(code === null ? [] : [{ title: 'code', section: code, body: codeText(code.entries, style) }]),
    { title: 'environment', section: environment, body: environmentTable(environment.entries, style) },
    { title: 'packages', section: packages, body: packageTable(packages.entries, style) },
    { title: 'values', section: values, body: valueTable(values.entries, style) },
    { title: 'series', section: series, body: seriesTable(series.entries, style, all) },
  ]
  return `${headText(diff.runs, style)}${sectionsText(sections, style)}`
}

function headText(runs: RunDiff['runs'], { width, colors }: SectionStyle): string {
  const statusWidth = Math.max(...runs.map(({ status }) => status.length))
  const room = width - statusWidth - 'A    started YYYY-MM-DD HH:MM:SS  '.length
  const names = runs.map((run) => cutMiddle(visibleText(nameOf(run)), Math.max(24, room)))
  const nameWidth = Math.max(...names.map((name) => name.length))
  const lines = runs.map(({ status, startTime, error }, index) => {
    const started = formatLocalTime(new Date(startTime * 1000)).slice(0, 'YYYY-MM-DD HH:MM:SS'.length)
    const painted = paintStatus(status.padEnd(statusWidth), status, colors)
    return `${colors.bold(index === 0 ? 'A' : 'B')}  ${(names[index] ?? '').padEnd(nameWidth)}  ${painted}  started ${started}\n${errorText(error, { width, colors })}`
  })
  return lines.join('')
}

/** What ended a run, below its line. */
function errorText(error: string | null, { width, colors }: SectionStyle): string {
  return error === null ? '' : `   ${colors.red(cutMiddle(visibleText(error), Math.max(24, width - 3)))}\n`
}

function nameOf({ namespace, name }: RunIdentity): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
