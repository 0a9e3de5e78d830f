import { FILES } from '../../format/files.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { contextText, countText, cutText } from '../report-texts.ts'
import { shownText } from '../../render/pages/table-cells.ts'
import { scrolled, table } from '../table.ts'

const MOST = 200
/** What is asked for most stands first: a phone shows no more without scrolling. */
const NUMBERS = ['Last', 'Min', 'Max', 'Mean', 'Points', 'First step', 'Last step']

/** Every series with what is known of its points; null where nothing was tracked. */
export function series({ run, files }: ReportRun): Html | null {
  const tracked = run.tracked
  if (tracked.length === 0) return null
  const isSystem = ({ name }: SeriesSummary): boolean => name.startsWith('system/')
  const ordered = [...tracked.filter((one) => !isSystem(one)), ...tracked.filter(isSystem)]
  const sentence = `The first ${MOST} of ${countText(tracked.length)} series are shown. All are in `
  const place = files.sizeOf(FILES.points) === null ? html`the run's journal` : files.link(FILES.points)
  const all = table({
    kind: 'series',
    caption: 'What the run tracked, without its points',
    columns: ['Series', ...NUMBERS.map((number) => ({ number }))],
    rows: ordered.slice(0, MOST).map(rowOf),
  })
  return html`${scrolled('Series', all)} ${tracked.length > MOST ? html`<p class="cut">${sentence}${place}.</p>` : null}`
}

function rowOf({ name, context, kind, count, firstStep, lastStep, last, min, max, mean, nonFinite }: SeriesSummary): Html {
  const where = context === null ? null : html` <span class="small">${cutText(contextText(context), 200)}</span>`
  const odd = nonFinite === 0 ? null : html`<span class="small below">${countText(nonFinite)} not finite</span>`
  return html`<tr>
    <th scope="row">
      ${breakable(cutText(name, 200))}${where}${kind === 'number' ? null : html` <span class="small kind">${kind}</span>`}
    </th>
    ${[last, min, max, mean].map(numberCell)}
    <td class="number">${countText(count)}${odd}</td>
    ${[firstStep, lastStep].map(numberCell)}
  </tr>`
}

function numberCell(value: number | null): Html {
  return html`<td class="number">${value === null ? '' : shownText(value)}</td>`
}
