import { wasSet } from '../../format/was-set.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { ParameterMeta } from '../../format/meta.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { parameterStories } from '../../render/lineage-text.ts'
import { NOT_SET, isUnsetSecret, MASK } from '../../render/secret-text.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { countOf, cutText } from '../report-texts.ts'
import { table } from '../table.ts'
import { isChanged } from './changed.ts'
import { ValueBudget, lineOf, valueHtml } from '../value-html.ts'

const MOST = 300

/** Every parameter, what it was set to, by whom, and what it would have been; null where there are none. */
export function parameters(report: ReportRun): Html | null {
  const all = Object.entries(report.run.meta.parameters)
  if (all.length === 0) return null
  const budget = new ValueBudget()
  const { lineage } = report.run.meta
  const stories = new Map((lineage === null ? [] : parameterStories(lineage)).map(({ name, story }) => [name, story]))
  const rows = all
    .slice(0, MOST)
    .map(([name, parameter]) => rowOf(report, { name, parameter, story: stories.get(name) ?? null, budget }))
  const cut =
    all.length > MOST ? html`<p class="cut">${countOf(all.length - MOST, 'more parameter')} in experiment_meta.json.</p>` : null
  return html`${table({ kind: 'parameters', caption: 'What the run was given, and by whom', columns: ['Parameter', 'Value', 'Set by'], rows })}
  ${cut}`
}

interface Row {
  readonly name: string
  readonly parameter: ParameterMeta
  /** What became of it from layer to layer. */
  readonly story: string | null
  readonly budget: ValueBudget
}

function rowOf(report: ReportRun, { name, parameter, story, budget }: Row): Html {
  const { description, type, redacted, unit } = parameter
  const value = isUnsetSecret(parameter)
    ? html`<span class="kind">${NOT_SET}</span>`
    : redacted === true && parameter.value === null
      ? html`<code>${MASK}</code>`
      : show(report, parameter.value, budget)
  const said = description === null ? null : html`<span class="small below">${cutText(description, 1000)}</span>`
  const told = story === null ? null : html`<span class="small below">${breakable(cutText(story, 2000))}</span>`
  return html`<tr>
    <th scope="row">${breakable(cutText(name, 200))} <span class="small kind">${cutText(type, 200)}</span>${said}${told}</th>
    <td>
      ${value}${parameter.value === null || unit === undefined ? null : html` <span class="small kind">${cutText(unit, 40)}</span>`}
    </td>
    <td>${provenance(report, parameter, story !== null)}</td>
  </tr>`
}

function show(report: ReportRun, value: JsonValue, budget: ValueBudget): Html | null {
  return attempt(report, () => valueHtml(decodeValue(value, 'experiment_meta.json'), { budget, isTyped: true }))
}

/** Who set it; beside that what it is without being set, and what was written where reading changed it. */
function provenance(report: ReportRun, parameter: ParameterMeta, isTold: boolean): Html {
  const { default: standard, given, source, redacted } = parameter
  const who = report.run.meta.runlab === '' ? '' : source
  const isOther = wasSet(source) && source !== 'derived'
  const was = !isTold && redacted !== true && isChanged(parameter) ? saySmall(report, 'default', standard) : null
  const written = given === undefined || redacted === true ? null : saySmall(report, 'given as', given)
  return html`<span class="${isOther ? 'set' : 'kind'}">${who}</span>${was}${written}`
}

function saySmall(report: ReportRun, label: string, value: JsonValue): Html | null {
  return attempt(report, () => html`<span class="small below">${label} <code>${lineOf(decodeValue(value), 120)}</code></span>`)
}
