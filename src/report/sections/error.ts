import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failedStepText } from '../../format/failed-hook.ts'
import { FILES } from '../../format/files.ts'
import type { ErrorMeta } from '../../format/meta.ts'
import { codeFrame } from '../../internal/code-frame.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'

const LONGEST_MESSAGE = 10_000
const LONGEST_STACK = 20_000
const LARGEST_SOURCE = 2_000_000

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

function sayOrigin({ origin, code }: ErrorMeta): string {
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

interface StackPlace {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** The lines around the innermost place of the stack that lies in code that was archived. */
function frameOf({ run, files }: ReportRun, stack: string): Html | null {
  const { snapshot, meta } = run
  if (snapshot === null) return null
  const archived = new Map(snapshot.files.map(({ path, source }) => [posix.join(meta.base_path, source), path]))
  for (const place of placesOf(stack)) {
    const path = archived.get(place.path)
    if (path === undefined) continue
    const file = `${FILES.code}/${path}`
    const text = files.read(file, { first: LARGEST_SOURCE })?.toString('utf8')
    if (text === undefined || text.split('\n').length < place.line) return null
    const doubt = snapshot.changed.includes(path) ? ' It was changed while the run began: this may not be what ran.' : ''
    return html`<figure>
      <figcaption>${files.link(file)}, line ${place.line}${doubt}</figcaption>
      <pre tabindex="0" aria-label="Code where it was thrown">${codeFrame(text, place, { before: 4, after: 4 })}</pre>
    </figure>`
  }
  return null
}

function* placesOf(stack: string): Generator<StackPlace> {
  for (const line of stack.slice(0, LONGEST_STACK).split('\n').slice(0, 100)) {
    const found = /^\s+at (?:.* \()?(?<path>(?:file:\/\/)?\/.*):(?<line>\d{1,9}):(?<column>\d{1,9})\)?$/.exec(line)?.groups
    const path = toPath(found?.['path'])
    if (path !== null) yield { path, line: Number(found?.['line']), column: Number(found?.['column']) }
  }
}

function toPath(written: string | undefined): string | null {
  if (written === undefined) return null
  if (!written.startsWith('file:')) return written
  return URL.canParse(written) && !/%2f/i.test(written) ? fileURLToPath(written) : null
}
