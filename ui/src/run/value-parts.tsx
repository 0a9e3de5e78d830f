import type { ComponentChildren, JSX } from 'preact'
import type { RunParameter, RunParts, RunSeries } from '../../../src/server/protocol-run.ts'
import { numberText } from '../text/number-text.ts'
import { valueText } from '../text/value-text.ts'

/** Letters of a value that stand in a row. */
const LONGEST = 600
const MOST_SERIES = 60

interface TableProps {
  readonly head: readonly string[]
  /** Columns of numbers, by their places. */
  readonly numeric?: readonly number[]
  readonly children: ComponentChildren
}

function PartTable({ head, numeric = [], children }: TableProps): JSX.Element {
  return (
    <div class="wide" tabIndex={0} role="group" aria-label={head[0]}>
      <table class="part-table">
        <thead>
          <tr>
            {head.map((text, index) => (
              <th key={text} scope="col" class={numeric.includes(index) ? 'number' : undefined}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function ValueCell({ value, unit }: { readonly value: unknown; readonly unit: string | null }): JSX.Element {
  return (
    <td class={typeof value === 'number' ? 'number' : 'text'}>
      {valueText(value, LONGEST)}
      {unit !== null && <span class="quiet"> {unit}</span>}
    </td>
  )
}

export function Results({ results }: { readonly results: RunParts['results'] }): JSX.Element {
  return (
    <PartTable head={['result', 'value', 'better']} numeric={[1]}>
      {results.map(({ name, value, unit, direction }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <ValueCell value={value} unit={unit} />
          <td class="quiet">{direction === null ? '' : `${direction} is best`}</td>
        </tr>
      ))}
    </PartTable>
  )
}

/** Those that were changed first, and marked. */
export function Parameters({ parameters }: { readonly parameters: readonly RunParameter[] }): JSX.Element {
  return (
    <PartTable head={['parameter', 'value', 'default', 'set by']} numeric={[1, 2]}>
      {parameters.map(({ name, value, unit, standard, source, isChanged, description, story }) => (
        <tr key={name} class={isChanged ? 'changed' : undefined}>
          <th scope="row" title={description ?? undefined}>
            {name}
          </th>
          <ValueCell value={value} unit={unit} />
          <td class={`quiet ${typeof standard === 'number' ? 'number' : 'text'}`}>
            {isChanged ? valueText(standard, LONGEST) : ''}
          </td>
          <td class="quiet" title={story ?? undefined}>
            {source}
          </td>
        </tr>
      ))}
    </PartTable>
  )
}

export function Values({ values: { shown, count } }: { readonly values: RunParts['values'] }): JSX.Element {
  return (
    <>
      <PartTable head={['value', '']}>
        {shown.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <ValueCell value={value} unit={null} />
          </tr>
        ))}
      </PartTable>
      {count > shown.length && (
        <p class="quiet">
          The first {shown.length.toLocaleString('en')} of {count.toLocaleString('en')}.
        </p>
      )}
    </>
  )
}

export function SeriesTable({ series }: { readonly series: readonly RunSeries[] }): JSX.Element {
  const own = series.filter(({ key }) => !key.startsWith('system/'))
  const system = series.filter(({ key }) => key.startsWith('system/'))
  return (
    <>
      {own.length > 0 && <SeriesRows series={own} />}
      {system.length > 0 && (
        <details open={own.length === 0}>
          <summary>What the machine did meanwhile</summary>
          <SeriesRows series={system} />
        </details>
      )}
    </>
  )
}

function SeriesRows({ series }: { readonly series: readonly RunSeries[] }): JSX.Element {
  return (
    <>
      <PartTable head={['series', 'last', 'min', 'max', 'mean', 'points']} numeric={[1, 2, 3, 4, 5]}>
        {series.slice(0, MOST_SERIES).map(({ key, kind, count, last, min, max, mean }) => (
          <tr key={`${key} ${kind}`}>
            <th scope="row">
              {key}
              {kind !== 'number' && <span class="quiet"> {kind}</span>}
            </th>
            {[last, min, max, mean].map((value, index) => (
              <td key={index} class="number">
                {value === null ? '' : numberText(value)}
              </td>
            ))}
            <td class="number">{count.toLocaleString('en')}</td>
          </tr>
        ))}
      </PartTable>
      {series.length > MOST_SERIES && <p class="quiet">{(series.length - MOST_SERIES).toLocaleString('en')} more.</p>}
    </>
  )
}
