import type { JSX } from 'preact'
import type { RunParts, RunRelative } from '../../../src/server/protocol-run.ts'
import { Status } from '../runs/cell.tsx'
import { linkTo } from '../state/current-address.ts'
import { Section } from './section.tsx'

interface FactsProps {
  readonly rows: readonly (readonly [string, string])[]
  /** Whether they stand beside one another, where there is room. */
  readonly isBeside?: boolean
}

/** Names and what they are. */
export function Facts({ rows, isBeside = false }: FactsProps): JSX.Element {
  return (
    <dl class={isBeside ? 'facts beside-facts' : 'facts'}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The run that started it, and those that it started. */
export function Relatives({
  relatives: { parent, sweep, children, count },
}: {
  readonly relatives: RunParts['relatives']
}): JSX.Element | null {
  if (parent === null && children.length === 0) return null
  return (
    <Section id="relatives" title="Relatives">
      {parent !== null && (
        <p>
          Started by <Relative run={parent} />
          {sweep !== null && `, in the sweep ${sweep}`}
        </p>
      )}
      {children.length > 0 && (
        <>
          <p>
            It started {count.toLocaleString('en')} {count === 1 ? 'run' : 'runs'}
            {count > children.length && `, of which the newest ${children.length} are named`}:
          </p>
          <ul class="relatives">
            {children.map((run) => (
              <li key={run.id}>
                <Relative run={run} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Relative({ run: { id, name, status } }: { readonly run: RunRelative }): JSX.Element {
  if (status === null) return <span>{name}, which is not there any more</span>
  return (
    <span>
      <a href={linkTo({ view: 'run', run: id })}>{name}</a> <Status status={status} />
    </span>
  )
}

/** How it was started, how to run it again, how to go on with it. */
export function Again({ again: { started, command, sweep, load } }: { readonly again: RunParts['again'] }): JSX.Element {
  return (
    <>
      {started !== null && <Line label="It was started as" text={started} />}
      {command !== null && (
        <Line label="To run it again, with the same parameters and seed, from the project’s folder" text={command} />
      )}
      {sweep !== null && <Line label="To go on with it, and to have its best trial as a config" text={sweep} />}
      <Line label="To go on with its results" text={load} />
    </>
  )
}

function Line({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <>
      <p>{label}:</p>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </>
  )
}
