import { failedStepText } from '../../format/failed-hook.ts'
import type { ErrorMeta } from '../../format/meta.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'
import { thrownFrom } from '../thrown-from.ts'

const LONGEST_MESSAGE = 10_000
const LONGEST_STACK = 20_000

/** The error that ended the run, with the archived code at the place where it was thrown; null without one. */
export function error(report: ReportRun): Html | null {
  const { error: thrown } = report.run.meta
  if (thrown === null) return null
  const { type, message, stack, causes = [] } = thrown
  return html`<p class="error"><strong>${type}</strong>${message === '' ? '' : ': '}${cutText(message, LONGEST_MESSAGE)}</p>
    <p>It came up in ${failedStepText(thrown)}${sayOrigin(thrown)}.</p>
    ${
      causes.length === 0
        ? null
        : html`<p>Caused by:</p>
            <ul>
              ${causes.map((cause) => html`<li>${cutText(cause, 2000)}</li>`)}
            </ul>`
    }
    ${stack === null ? null : attempt(report, () => frameOf(report, stack))}
    ${stack === null ? null : html`<pre tabindex="0" aria-label="Stack">${cutText(stack, LONGEST_STACK)}</pre>`}`
}

export function sayOrigin({ origin, code }: ErrorMeta): string {
  const how =
    origin === undefined
      ? ''
      : origin === 'exit'
        ? ' by process.exit()'
        : origin === 'never settled'
          ? ', which never settled'
          : ` by an ${origin}`
  return code === undefined ? how : `${how}, with the code ${code}`
}

function frameOf({ run, files }: ReportRun, stack: string): Html | null {
  const found = thrownFrom({ run, files }, stack)
  if (found === null) return null
  const doubt = found.isDoubtful ? ' It was changed while the run began: this may not be what ran.' : ''
  return html`<figure>
    <figcaption>${files.link(found.file)}, line ${found.line}${doubt}</figcaption>
    <pre tabindex="0" aria-label="Code where it was thrown">${found.frame}</pre>
  </figure>`
}
