import type { Artifact } from '../../api/run.ts'
import type { InputRecord } from '../../format/records.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { countText, cutText } from '../report-texts.ts'
import { lazily, mediaOf } from '../run-files.ts'
import { table } from '../table.ts'
import { sizeText } from './head.ts'

const MOST = 200
const MOST_PICTURES = 60
/** Bytes of a picture that is worth loading for a thumbnail. */
const LARGEST_PICTURE = 200_000

/** The files that the run left; null where there are none. */
export function artifacts({ run, files }: ReportRun): Html | null {
  const names = run.artifacts.names()
  if (names.length === 0) return null
  let pictures = 0
  const rows = names.slice(0, MOST).map((name) => {
    const artifact = run.artifacts.get(name)
    const isPicture = mediaOf(name) === 'image' && pictures < MOST_PICTURES
    const size = isPicture ? files.sizeOf(name) : null
    const source = size === null || size === 0 || size > LARGEST_PICTURE ? null : files.source(name)
    if (source !== null) pictures += 1
    return artifactRow(artifact, { report: { files }, source })
  })
  const left = names.length - MOST
  return html`${table({ kind: 'files', caption: 'What the run left, in its folder', columns: ['File', { number: 'Size' }, 'SHA-256'], rows })}
  ${left > 0 ? html`<p class="cut">${countText(left)} more are in <code>.runlab/artifacts.jsonl</code>.</p>` : null}`
}

interface ArtifactOptions {
  readonly report: Pick<ReportRun, 'files'>
  readonly source: string | null
}

function artifactRow({ name, size, sha256 }: Artifact, { report: { files }, source }: ArtifactOptions): Html {
  const picture = source === null ? null : html`<img class="thumbnail" ${lazily(source)} alt="" src="${source}" />`
  const isThere = files.sizeOf(name) !== null
  return html`<tr>
    <th scope="row">${picture}${files.link(name)}</th>
    <td class="number">${isThere ? sizeText(size) : sizeText(null)}</td>
    <td>${checksum(sha256)}</td>
  </tr>`
}

/** What the run read; null where nothing is recorded. */
export function inputs({ run }: ReportRun): Html | null {
  if (run.inputs.length === 0) return null
  const left = run.inputs.length - MOST
  return html`${table({
    kind: 'files',
    caption: 'What the run read, as it was then',
    columns: ['Path', { number: 'Size' }, 'SHA-256'],
    rows: run.inputs.slice(0, MOST).map(inputRow),
  })}
  ${left > 0 ? html`<p class="cut">${countText(left)} more are in <code>.runlab/inputs.jsonl</code>.</p>` : null}`
}

function inputRow({ path, resolved, kind, files, size, sha256, parameter }: InputRecord): Html {
  const by = parameter === null ? null : html`<span class="small below">of the parameter ${cutText(parameter, 200)}</span>`
  const many = kind === 'file' ? '' : ` in ${countText(files)} files`
  return html`<tr>
    <th scope="row"><span class="path" title="${cutText(resolved, 1000)}">${cutText(path, 1000)}</span>${by}</th>
    <td class="number">${sizeText(size)}${many}</td>
    <td>${checksum(sha256)}</td>
  </tr>`
}

function checksum(sha256: string | null): Html {
  return sha256 === null ? html`<span class="small">none</span>` : html`<code title="${sha256}">${sha256.slice(0, 12)}</code>`
}
