import type { JSX } from 'preact'
import { durationText } from '../../../src/render/duration-text.ts'
import type { RunHead, RunParts } from '../../../src/server/protocol-run.ts'
import { Status } from '../runs/cell.tsx'
import { Facts } from './fact-parts.tsx'
import { DeleteButton, Said } from './said.tsx'

interface HeadProps {
  readonly head: RunHead
  readonly said: RunParts['said'] | null
  readonly id: string
}

/** Which run it is, how it stands, what was said of it. */
export function RunHeadPart({ head, said, id }: HeadProps): JSX.Element {
  const { name, namespace, experiment, description, files, hasReport, warnings, facts } = head
  return (
    <header class="run-head">
      <p class="run-name">
        {namespace !== '' && (
          <>
            {namespace}/<wbr />
          </>
        )}
        {name}
      </p>
      <h2>{experiment === '' ? name : experiment}</h2>
      <p class="run-status">
        <Status status={head.status} />
        <span>{timeText(head)}</span>
        {hasReport && (
          <a href={`${files}report.html`} target="_blank" rel="noopener">
            report
          </a>
        )}
        {head.life !== 'working' && head.life !== 'unknown' && <DeleteButton id={id} />}
      </p>
      <StateLine head={head} />
      {description !== '' && <p class="about">{description}</p>}
      <Facts rows={facts} isBeside />
      {said !== null && <Said said={said} id={id} />}
      {warnings.length > 0 && (
        <details class="warnings" open={warnings.length <= 3}>
          <summary>
            {warnings.length} {warnings.length === 1 ? 'warning' : 'warnings'}
          </summary>
          <ul>
            {warnings.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </header>
  )
}

function timeText({ start, duration, status }: RunHead): string {
  if (start === null) return ''
  const started = `started ${new Date(start * 1000).toLocaleString()}`
  return duration === null ? started : `${status === 'done' ? 'in' : 'after'} ${durationText(duration * 1000)}, ${started}`
}

/** What the status alone does not say. */
function StateLine({ head: { life, phase, ending, lastSign } }: { readonly head: RunHead }): JSX.Element | null {
  if (ending !== null) return <p>It ended: {ending}</p>
  if (life === 'working')
    return <p class="quiet">It goes on{phase === 'run' ? '' : `, in ${phase}`}. What it adds appears here.</p>
  if (life !== 'unknown') return null
  const sign = lastSign === null ? '' : ` Its last sign of life was at ${new Date(lastSign * 1000).toLocaleString()}.`
  return <p class="quiet">Whether its process still runs cannot be told from here.{sign}</p>
}
