import { FILES } from '../../format/files.ts'
import { html, join } from '../html.ts'
import type { Html, Part } from '../html.ts'
import { plainLines } from '../plain-text.ts'
import type { ReportRun } from '../report-run.ts'
import { bytesText } from '../../render/bytes-text.ts'

const LINES = 100
/** Bytes of the log's end that are read. */
const LAST = 64_000

/** The last that was said; null where nothing was. */
export function log({ files }: ReportRun): Html | null {
  const bytes = files.read(FILES.log, { last: LAST })
  if (bytes === null || bytes.length === 0) return null
  const size = files.sizeOf(FILES.log) ?? bytes.length
  const all = plainLines(bytes.toString('utf8'))
  // The first is cut off when there is more before it.
  const lines = size > bytes.length && all.length > 1 ? all.slice(1) : all
  const isCut = lines.length > LINES || size > bytes.length
  const shown = lines.slice(-LINES)
  const sentence = isCut ? `The last ${shown.length} lines of ` : 'All of '
  return html`<p class="cut">${sentence}${files.link(FILES.log)} (${bytesText(size)}).</p>
    <pre class="log" tabindex="0" aria-label="Log">${join(withDays(shown), '\n')}</pre>`
}

/** Dates that repeat the line before are marked: phones have no room for them. */
function withDays(lines: readonly string[]): readonly Part[] {
  let day = ''
  return lines.map((line) => {
    const found = /^\d{4}-\d\d-\d\d (?=\d\d:)/.exec(line)?.[0]
    if (found === undefined) return line
    if (found === day) return html`<span class="day">${found}</span>${line.slice(found.length)}`
    day = found
    return line
  })
}
