import { posix } from 'node:path'
import { FILES } from '../../format/files.ts'
import type { GitRecord, SnapshotRecord } from '../../format/records.ts'
import { html, join } from '../html.ts'
import type { Html, Part } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { countText, cutText } from '../report-texts.ts'
import { sizeText } from './head.ts'

const MOST_FILES = 200
/** Bytes of the entry's source that are shown. */
const LARGEST = 150_000

/** What ran: the captured files, the entry's source, the state of git. Null where nothing is recorded. */
export function code(report: ReportRun): Html | null {
  const { snapshot } = report.run
  const git = attempt(report, () => gitOf(report))
  if (snapshot === null) return git
  return html`${git}${patchOf(report, snapshot)}${problemsOf(snapshot)} ${listOf(report, snapshot)}${sourceOf(report, snapshot)}`
}

function listOf({ files }: ReportRun, { folder = FILES.code, files: list }: SnapshotRecord): Html {
  const items = list.slice(0, MOST_FILES).map(
    ({ path, size, role, redacted }) =>
      html`<li>
        ${files.link(posix.join(folder, path), path)}
        <span class="small"
          >${sizeText(size)}${role === 'entry' ? ', the entry' : ''}${redacted === true ? ', secrets masked' : ''}</span
        >
      </li>`,
  )
  const left = list.length - MOST_FILES
  const all = html`<ul class="code-files">
      ${items}
    </ul>
    ${left > 0 ? html`<p class="cut">${countText(left)} more lie in <code>code/</code>.</p>` : null}`
  return list.length <= 12
    ? all
    : html`<details>
        <summary>${countText(list.length)} files were captured</summary>
        ${all}
      </details>`
}

function sourceOf({ files }: ReportRun, { folder = FILES.code, entry }: SnapshotRecord): Html | null {
  const path = posix.join(folder, entry)
  const text = files.read(path, { first: LARGEST })?.toString('utf8')
  if (text === undefined) return html`<p class="trouble">${path} is not there any more.</p>`
  const isCut = (files.sizeOf(path) ?? 0) > LARGEST
  return html`<details>
    <summary>Source of <code>${entry}</code></summary>
    <pre class="source" tabindex="0" aria-label="Source of ${entry}">${text}</pre>
    ${isCut ? html`<p class="cut">The rest is in ${files.link(path)}.</p>` : null}
  </details>`
}

function gitOf({ run }: ReportRun): Html | null {
  const git: Pick<GitRecord, 'commit' | 'branch' | 'dirty'> | null = run.meta.git
  if (git === null) return run.meta.runlab === '' ? null : html`<p>No commit is known: ${reasonOf(run)}.</p>`
  const branch = git.branch === null ? null : html` on <code>${git.branch}</code>`
  const remote = remoteOf(attemptRemote(run))
  return html`<p>
    Commit
    <code class="path">${git.commit}</code
    >${branch}${remote}${git.dirty ? ', with changes that were not committed' : ', nothing changed since'}.
  </p>`
}

function reasonOf({ snapshot }: ReportRun['run']): string {
  return snapshot?.patch.state === 'none' ? snapshot.patch.reason : 'it was in no git checkout, or none that tells'
}

function attemptRemote(run: ReportRun['run']): string | null {
  return run.environment?.git?.remote ?? null
}

/** Where the code comes from: a link only where it is one to a page, without credentials. */
function remoteOf(remote: string | null): Html | null {
  if (remote === null) return null
  const url = URL.canParse(remote) ? new URL(remote) : null
  const isPage = url !== null && url.protocol === 'https:' && url.username === '' && url.password === ''
  return isPage
    ? html` of <a class="path" rel="noreferrer" href="${url.href}">${remote}</a>`
    : html` of <span class="path">${cutText(remote, 500)}</span>`
}

function patchOf({ files, run }: ReportRun, { patch }: SnapshotRecord): Html | null {
  if (patch.state === 'none' && run.meta.git === null) return null // said with the commit
  if (patch.state === 'none') return html`<p class="small">No patch: ${patch.reason}.</p>`
  const masked = patch.applicable === false ? ' Secrets in it are masked, so that it cannot be applied.' : ''
  return html`<p>What differed from the commit: ${files.link(`${FILES.code}/git.patch`)}, ${sizeText(patch.size)}.${masked}</p>`
}

function problemsOf({ unresolved, changed }: SnapshotRecord): Part {
  return [
    unresolved.length === 0 ? null : html`<p>Not found when the code was captured: ${join(unresolved.slice(0, 20), '; ')}.</p>`,
    changed.length === 0
      ? null
      : html`<p>Changed while the run began, and maybe not what ran: ${join(changed.slice(0, 20), ', ')}.</p>`,
  ]
}
