import { readVerdict } from '../../archive/documents/read-verdict.ts'
import { shortRunName } from '../../format/run-name.ts'
import { summaryKey } from '../../format/series-path.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { OutcomeItem, Suspect, Verdict } from '../../format/verdict.ts'
import { valueText } from '../../render/value-text.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { countOf, cutText } from '../report-texts.ts'
import { table } from '../table.ts'

const MOST = 100

/** Of a run that repeats another: whether it gave the same, and where not; null of all others. */
export function verdict({ run }: ReportRun): Html | null {
  const { reproduces } = run.meta
  if (reproduces === undefined) return null
  const name = `${reproduces.namespace === '' ? '' : `${reproduces.namespace}/`}${shortRunName(reproduces.run)}`
  const found = readVerdict(run.folder)
  if (found === null) return html`<p>It repeats <code>${name}</code>. The two were not compared.</p>`
  return html`<p><strong>${found.verdict}</strong>: ${WORDS[reproduces.how]} <code>${name}</code>. ${countsText(found)}</p>
    ${itemTable(found)} ${suspectTable(found)} ${found.notes.map((note) => html`<p>${cutText(note, 2000)}</p>`)}`
}

const WORDS = {
  rerun: 'it repeats, with the code as it was then in the project,',
  reproduce: 'it repeats, with the archived code,',
  expect: 'it was expected to give the same as',
} as const

function countsText({ counts }: Verdict): string {
  const total = counts.identical + counts['within tolerance'] + counts.different
  const rest = counts.ignored === 0 ? '' : ` ${countOf(counts.ignored, 'other')} not compared, as asked.`
  return `Of ${countOf(total, 'thing')} ${counts.identical} are identical, ${counts['within tolerance']} within tolerance, ${counts.different} different.${rest}`
}

function itemTable({ items }: Verdict): Html | null {
  const shown = items.filter((item) => item.verdict !== 'ignored').slice(0, MOST)
  if (shown.length === 0) return null
  const columns = ['', 'Name', 'Verdict', 'First at', 'Original', 'Now', 'How much']
  return table({ caption: 'What is not identical', columns, rows: shown.map(itemRow) })
}

function itemRow(item: OutcomeItem): Html {
  const { part, first, differing, total, largest, reason } = item
  const where = first === null ? '' : [...(first.step === null ? [] : [`step ${first.step}`]), first.at].join(' ').trim()
  const text = (json: Parameters<typeof decodeValue>[0] | undefined): string =>
    json === undefined ? '' : valueText(decodeValue(json), 80)
  const points = part === 'series' ? [`${differing} of ${countOf(total, 'point')}`] : []
  const most = largest === null ? [] : [`at most ${Number(largest.absolute.toPrecision(3))}`]
  return html`<tr>
    <td>${part}</td>
    <th scope="row">${breakable(cutText(part === 'ending' ? 'status' : summaryKey(item), 200))}</th>
    <td>${item.verdict}</td>
    <td>${breakable(where)}</td>
    <td>${breakable(text(first?.before))}</td>
    <td>${breakable(text(first?.after))}</td>
    <td>${breakable([...(reason === null ? [] : [reason]), ...points, ...most].join(', '))}</td>
  </tr>`
}

function suspectTable({ suspects }: Verdict): Html | null {
  if (suspects.length === 0) return null
  const rows = suspects.slice(0, MOST).map(({ part, name, before, after, touched }: Suspect) => {
    const rest = part === 'package' && !touched ? ' (not imported by the code itself)' : ''
    return html`<tr>
      <td>${part}</td>
      <th scope="row">${breakable(cutText(`${name}${rest}`, 200))}</th>
      <td>${breakable(before ?? '–')}</td>
      <td>${breakable(after ?? '–')}</td>
    </tr>`
  })
  return table({ caption: 'What has changed since, likeliest reason first', columns: ['', 'Name', 'Original', 'Now'], rows })
}
