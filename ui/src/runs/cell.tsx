import type { ComponentChildren, JSX } from 'preact'
import { agoText } from '../../../src/render/ago-text.ts'
import { durationText } from '../../../src/render/duration-text.ts'
import type { TableRow } from '../../../src/server/protocol.ts'
import { linkTo } from '../state/current-address.ts'
import { shortName } from '../text/short-name.ts'
import { meanText } from '../text/number-text.ts'
import { valueText } from '../text/value-text.ts'

/** What a cell of the table says. */
export function cellContent(row: TableRow, column: string): ComponentChildren {
  if (column === 'n') return <Count row={row} />
  const spread = row.spreads[column]
  if (spread !== undefined) return <SpreadText {...spread} />
  if (column === 'name') return <Name row={row} />
  const value = row.cells[column]
  if (column === 'status' && typeof value === 'string') return <Status status={value} />
  if (column === 'duration' && typeof value === 'number') return durationText(value * 1000)
  if ((column === 'start' || column === 'when') && typeof value === 'number') return <When seconds={value} />
  const text = valueText(value)
  return text === '–' ? <span class="missing">–</span> : <span title={text.length > 20 ? text : undefined}>{text}</span>
}

export function Status({ status }: { readonly status: string }): JSX.Element {
  return <span class={`status ${status.replaceAll(/\W/g, '-')}`}>{status}</span>
}

/** The end of a run's name, which is how one types it, and the way to all of it. */
function Name({ row: { id, name } }: { readonly row: TableRow }): JSX.Element {
  return (
    <a href={linkTo({ view: 'run', run: id })} title={name}>
      {shortName(name)}
    </a>
  )
}

function SpreadText({
  mean,
  interval,
}: {
  readonly mean: number
  readonly interval: readonly [number, number] | null
}): JSX.Element {
  const half = interval === null ? null : (interval[1] - interval[0]) / 2
  const [middle = '', around] = meanText(mean, half).split(' ± ')
  return (
    <span>
      {middle}
      {around !== undefined && <span class="around"> ± {around}</span>}
    </span>
  )
}

function When({ seconds }: { readonly seconds: number }): JSX.Element {
  const date = new Date(seconds * 1000)
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {agoText(Math.max(0, Date.now() - date.getTime()))}
    </time>
  )
}

function Count({ row }: { readonly row: TableRow }): JSX.Element {
  return (
    <span>
      {row.runs.length} {row.left !== null && <span class="left-out">{row.left}</span>}
    </span>
  )
}
