import { pageFrame } from '../render/pages/page-frame.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { attempt } from './report-run.ts'
import type { ReportRun } from './report-run.ts'
import { countOf } from './report-texts.ts'
import { code } from './sections/code.ts'
import { again, environment } from './sections/environment.ts'
import { error } from './sections/error.ts'
import { artifacts, inputs } from './sections/files.ts'
import { head, warnings } from './sections/head.ts'
import { lineage } from './sections/lineage.ts'
import { log } from './sections/log.ts'
import { parameters } from './sections/parameters.ts'
import { results } from './sections/results.ts'
import { series } from './sections/series.ts'
import { values } from './sections/values.ts'
import { verdict } from './sections/verdict.ts'
import { visuals } from './sections/visuals.ts'
import { STYLE } from './style.ts'

interface Section {
  readonly id: string
  readonly title: string
  readonly make: (report: ReportRun) => Html | null
}

/** In the order in which a tired reader wants them: what came out before what went in. */
const SECTIONS: readonly Section[] = [
  { id: 'error', title: 'Error', make: error },
  { id: 'warnings', title: 'Warnings', make: warnings },
  { id: 'verdict', title: 'Verdict', make: verdict },
  { id: 'results', title: 'Results', make: results },
  { id: 'values', title: 'Values', make: values },
  { id: 'visuals', title: 'Visuals', make: visuals },
  { id: 'artifacts', title: 'Artifacts', make: artifacts },
  { id: 'series', title: 'Series', make: series },
  { id: 'parameters', title: 'Parameters', make: parameters },
  { id: 'inputs', title: 'Inputs', make: inputs },
  { id: 'log', title: 'Log', make: log },
  { id: 'lineage', title: 'Lineage', make: lineage },
  { id: 'code', title: 'Code', make: code },
  { id: 'environment', title: 'Environment', make: environment },
  { id: 'again', title: 'Run again', make: again },
]

/** Nothing runs, nothing comes from elsewhere, whatever an experiment has put into its texts and files. */
const POLICY = (media: string): string =>
  `default-src 'none'; img-src ${media}; media-src ${media}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`

/** The whole page. */
export function page(report: ReportRun): string {
  const { run, files } = report
  const made = SECTIONS.map(({ make, ...section }) => ({ ...section, body: attempt(report, () => make(report)) }))
  const sections = made.filter((section): section is typeof section & { body: Html } => section.body !== null)
  const media = files.inline ? 'data:' : "data: 'self' file:"
  const content = html`
    <a class="skip" href="#main">To the content</a>
    ${head(report)}
    <nav aria-label="Sections">
      <ul>
        ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
    </nav>
    <main id="main">
      ${sections.map(
        ({ id, title, body }) =>
          html`<section id="${id}" aria-labelledby="${id}-title">
            <h2 id="${id}-title">${title}</h2>
            ${body}
          </section> `,
      )}
    </main>
    <footer>
      ${leftOut(report)}
      <p>Made by runlab from the run's folder. It needs neither a network nor scripts.</p>
    </footer>
  `
  return pageFrame({
    title: html`${run.status}: ${run.namespace}/${run.name}`.text,
    policy: POLICY(media),
    style: STYLE,
    meta: { 'color-scheme': 'light dark', referrer: 'no-referrer' },
    body: content.text,
  })
}

function leftOut({ files }: ReportRun): Html | null {
  const paths = files.leftOut
  if (paths.length === 0) return null
  const sentence = `${countOf(paths.length, 'file')} had no room in this page: `
  return html`<p>${sentence}${paths.slice(0, 20).join(', ')}${paths.length > 20 ? ', …' : ''}.</p>`
}
