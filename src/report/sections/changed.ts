import { wasSet } from '../../format/was-set.ts'
import type { ParameterMeta } from '../../format/meta.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { secretText } from '../../render/secret-text.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { countText, cutText } from '../report-texts.ts'
import { lineOf } from '../value-html.ts'

/** Parameters that are named, and letters of their values. */
const MOST = 12
const LONGEST = 60

/** Parameters that have another value than their default, in short; null where there are none. */
export function changedParameters({ run }: ReportRun): Html | null {
  const changed = Object.entries(run.meta.parameters).filter(([, parameter]) => isChanged(parameter))
  if (changed.length === 0) return null
  const which = changed.length > MOST ? `, the first ${MOST} of ${countText(changed.length)}` : ''
  return html`<div class="changed">
    <p class="small"><a href="#parameters">Parameters</a> that were changed${which}</p>
    <dl class="facts">
      ${changed.slice(0, MOST).map(
        ([name, parameter]) =>
          html`<div>
            <dt>${breakable(cutText(name, 200))}</dt>
            ${sayValue(parameter)}
          </div>`,
      )}
    </dl>
  </div>`
}

function sayValue(parameter: ParameterMeta): Html {
  const { value, default: standard, redacted } = parameter
  if (redacted === true && value === null) return html`<dd>${secretText(parameter)}</dd>`
  const text = (json: ParameterMeta['value']): Html => breakable(lineOf(decodeValue(json, 'experiment_meta.json'), LONGEST))
  return html`<dd>${text(value)} <span class="small">default ${text(standard)}</span></dd>`
}

/** Whether someone set it, to something else than its default. */
export function isChanged({ source, value, given = value, default: standard, redacted }: ParameterMeta): boolean {
  if (!wasSet(source) || source === 'derived') return false
  return redacted === true || ![value, given].some((each) => JSON.stringify(each) === JSON.stringify(standard))
}
