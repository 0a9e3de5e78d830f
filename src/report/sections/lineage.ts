import { FILES } from '../../format/files.ts'
import type { LayerMeta } from '../../format/lineage.ts'
import { hookStories, layerTexts } from '../../render/lineage-text.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { countOf, cutText } from '../report-texts.ts'
import { table } from '../table.ts'

const MOST = 200

/** The layers that the run is made of, and what implements its hooks; null where there is nothing to tell. */
export function lineage(report: ReportRun): Html | null {
  const { lineage: told } = report.run.meta
  if (told === null) return null
  const texts = layerTexts(told)
  const hooks = hookStories(told)
  if (texts.length < 2 && hooks.length === 0) return null
  const layers = texts.slice(0, MOST).map(({ place, role }, i) => {
    const layer = told.layers[i]
    return html`<tr>
      <th scope="row">${layer === undefined ? cutText(place, 1000) : placeOf(report, layer, place)}</th>
      <td>${breakable(role)}</td>
      <td>${checksum(layer?.sha256 ?? null)}</td>
    </tr>`
  })
  const rows = hooks.slice(0, MOST).map(
    ({ name, story }) =>
      html`<tr>
        <th scope="row">${breakable(cutText(name, 200))}</th>
        <td>${breakable(cutText(story, 5000))}</td>
      </tr>`,
  )
  const left = Math.max(0, texts.length - MOST) + Math.max(0, hooks.length - MOST)
  return html`${table({
    kind: 'lineage',
    caption: 'What the run is made of, the lowest layer first',
    columns: ['Layer', 'What it is', 'SHA-256'],
    rows: layers,
  })}
  ${rows.length === 0 ? null : table({ kind: 'lineage hooks', caption: 'What its hooks call', columns: ['Hook', 'Implementations'], rows })}
  ${left === 0 ? null : html`<p class="cut">${countOf(left, 'more row')} in experiment_meta.json.</p>`}`
}

/** Leads to the file as it is archived. */
function placeOf({ run, files }: ReportRun, { file, line }: LayerMeta, place: string): Html {
  const archived = file === null ? undefined : run.snapshot?.files.find(({ source }) => source === file)
  if (archived === undefined || file === null) return html`${cutText(place, 1000)}`
  return html`${files.link(`${FILES.code}/${archived.path}`, file)}${line === null ? '' : `:${line}`}`
}

function checksum(sha256: string | null): Html {
  return sha256 === null ? html`` : html`<code title="${sha256}">${sha256.slice(0, 12)}</code>`
}
