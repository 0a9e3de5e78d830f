import { resultOf } from '../../archive/opening/result-of.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'
import { table } from '../table.ts'
import { ValueBudget, valueHtml } from '../value-html.ts'

const MOST = 100

/** What the experiment declares as its results, a row each; null where it declares none. */
export function results(report: ReportRun): Html | null {
  const all = report.run.meta.results
  if (all.length === 0) return null
  const budget = new ValueBudget()
  const rows = all.slice(0, MOST).map(({ name, direction, unit }) => {
    const shown = attempt(report, () => {
      const value = resultOf(report.run, name)
      return value === undefined ? html`<span class="kind">none</span>` : valueHtml(value, { budget, name: cutText(name, 200) })
    })
    return html`<tr>
      <th scope="row">${breakable(cutText(name, 200))}</th>
      <td>${shown}${unit === null ? null : html` <span class="small kind">${cutText(unit, 40)}</span>`}</td>
      <td>${direction === null ? '' : `${direction} is best`}</td>
    </tr>`
  })
  return table({ caption: 'What the experiment is about', columns: ['Result', 'Value', 'Better'], rows })
}
