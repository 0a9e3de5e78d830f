import { readAlive } from '../../archive/status/read-status.ts'
import { parentText } from '../../render/parent-text.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { countWarnings } from '../../render/count-warnings.ts'
import { durationText } from '../../render/duration-text.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { countOf, cutText, momentText } from '../report-texts.ts'
import { changedParameters } from './changed.ts'
import { factList } from '../table.ts'

const MOST_WARNINGS = 50

/** Which run it is, how it stands, what it is about. */
export function head(report: ReportRun): Html {
  const { run, broken } = report
  const { meta } = run
  const name = meta.name === '' ? run.name : meta.name
  return html`<header>
    <p class="run-name">${run.namespace === '' ? '' : `${run.namespace}/`}<wbr />${run.name}</p>
    <h1>${name}</h1>
    <p class="status ${run.status}"><strong>${run.status}</strong>${sayTime(report)}</p>
    ${attempt(report, () => sayEnding(report))} ${broken.map((sentence) => html`<p class="trouble">${sentence}</p>`)}
    ${describe(meta.description)} ${attempt(report, () => facts(report))} ${attempt(report, () => notesOf(report))}
    ${attempt(report, () => changedParameters(report))}
  </header>`
}

function sayTime({ run: { status, meta } }: ReportRun): Html {
  if (meta.start_time === 0) return html``
  const took = meta.end_time === null ? '' : ` ${status === 'done' ? 'in' : 'after'} ${durationText(meta.duration * 1000)}`
  return html`${took}, started ${momentText(meta.start_time * 1000)}`
}

/** What the status alone does not say, and what can be done about it. */
function sayEnding({ run }: ReportRun): Html | null {
  const { status, standing, ending } = run
  if (standing.life === 'working') return status === 'running' ? html`<p>It was running when this page was made.</p>` : null
  if (standing.life === 'unknown') return run.meta.start_time === 0 ? null : sayUnknown(run)
  if (ending === null || ending.text === status) return null
  // The error says it, right below.
  if (status === 'failed' && ending.complete) return null
  const isAdvised = ending.complete || standing.life === 'ended' || ending.text.includes('runlab recover')
  const advice = isAdvised ? null : html` <code>runlab recover</code> completes what it left.`
  return html`<p>It ${sayPast(ending.text)}.${advice}</p>`
}

/** `failed in run` stays, `done; SIGINT came` and `interrupted by` need a verb. */
function sayPast(text: string): string {
  return /^(?:done|interrupted|stopped)/.test(text) ? `was ${text}` : text
}

function sayUnknown({ folder, standing, environment }: ReportRun['run']): Html {
  const host = readAlive(folder)?.host ?? environment?.host
  const sign = standing.lastSign === null ? null : html` Its last sign of life was at ${momentText(standing.lastSign)}.`
  const place = host === undefined ? '' : ` on ${host}`
  return html`<p>Whether its process still ran${place} could not be told when this page was made.${sign}</p>`
}

function describe(description: string): Html | null {
  const paragraphs = cutText(description.trim(), 20_000).split(/\n\s*\n/)
  return description.trim() === '' ? null : html`<div class="about">${paragraphs.map((text) => html`<p>${text}</p>`)}</div>`
}

function facts({ run }: ReportRun): Html | null {
  const { meta } = run
  if (meta.start_time === 0) return null
  const rows: (readonly [string, Html | string])[] = [
    ['started by', parentText(meta) ?? ''],
    ['seed', meta.seed === null ? '' : `${meta.seed}${meta.seed_source === 'drawn' ? ' (drawn)' : ''}`],
    ['tags', run.tags.join(', ')],
    [
      'code',
      meta.git === null ? '' : html`<code>${meta.git.commit.slice(0, 10)}</code>${meta.git.dirty ? ', with changes' : ''}`,
    ],
    ['tracked', meta.counts.series === 0 ? '' : `${countOf(meta.counts.points, 'point')} in ${meta.counts.series} series`],
    ['files', meta.counts.artifacts === 0 ? '' : countOf(meta.counts.artifacts, 'artifact')],
    ['kind', [...(meta.debug ? ['a debug run'] : []), ...(meta.testing ? ['with the values for testing'] : [])].join(', ')],
  ]
  return factList('facts', rows)
}

/** What was noted by hand, or by the run. */
function notesOf({ run: { notes } }: ReportRun): Html | null {
  if (notes.length === 0) return null
  return html`<div class="about">
    ${notes.map(({ time, text }) => html`<p><strong>Note</strong> of ${momentText(time)}: ${cutText(text, 20_000)}</p>`)}
  </div>`
}

/** What went wrong without ending the run; null where nothing did. */
export function warnings({ run: { meta } }: ReportRun): Html | null {
  const all = warningTexts(meta)
  if (all.length === 0) return null
  const more =
    all.length > MOST_WARNINGS ? html`<p class="cut">${countOf(all.length - MOST_WARNINGS, 'more warning')}.</p>` : null
  return html`<ul class="warnings">
      ${all.slice(0, MOST_WARNINGS).map((text) => html`<li>${cutText(text, 2000)}</li>`)}
    </ul>
    ${more}`
}

/** What went wrong without ending the run, a sentence each. */
export function warningTexts(meta: ReportRun['run']['meta']): readonly string[] {
  const sentences = countWarnings(meta.warnings, meta.refused)
  const refused = meta.refused
    .filter(({ reason }) => !meta.warnings.includes(reason))
    .map(({ series, reason, count }) => `${series}: ${reason}${count === 1 ? '' : ` (${countOf(count, 'time')})`}`)
  const unwritten = meta.unwritten.map(({ path, reason }) => `Not written: ${path}: ${reason}`)
  const lost = meta.lost_points === 0 ? [] : [`${countOf(meta.lost_points, 'point')} were tracked that the disk did not take.`]
  return [...lost, ...unwritten, ...sentences, ...refused]
}

/** How large a file is, for people. */
export function sizeText(size: number | null): string {
  return size === null ? 'not there any more' : bytesText(size)
}
