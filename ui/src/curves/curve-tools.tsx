import type { JSX } from 'preact'
import type { CurveBand, SeriesName } from '../../../src/server/protocol.ts'
import { Menu } from '../parts/menu.tsx'
import { address, change, linkTo } from '../state/current-address.ts'
import type { CurvesAddress } from '../state/curves-address.ts'
import { numberText } from '../text/number-text.ts'
import { shortName } from '../text/short-name.ts'
import { SeriesMenu } from './series-menu.tsx'

const BANDS: Readonly<Record<CurveBand, string>> = {
  ci: 'mean, 95 % interval',
  quartiles: 'median, quartiles',
  range: 'mean, min to max',
}

export function changeCurves(patch: Partial<CurvesAddress>): void {
  change({ curves: { ...address.value.curves, ...patch } })
}

interface CurveToolsProps {
  readonly series: readonly SeriesName[]
  /** Keys. */
  readonly shown: readonly string[]
}

/** What is drawn, and how. */
export function CurveTools({ series, shown }: CurveToolsProps): JSX.Element {
  const { isGrouped, selected, curves } = address.value
  const { x, band, isLogX, isYShared, hasOthers, zoom } = curves
  const [only] = selected
  const isLogY =
    curves.isLogY ?? (shown.length > 0 && shown.every((key) => series.find((one) => one.key === key)?.isLog === true))
  return (
    <>
      <Toggle isOn={isGrouped} onChange={() => change({ isGrouped: !isGrouped, selected: [], sort: '' })}>
        group <b>{isGrouped ? 'all but the seed' : 'none'}</b>
      </Toggle>
      <SeriesMenu {...{ series, shown }} isChosen={curves.series !== null} onChange={(keys) => changeCurves({ series: keys })} />
      <Menu label="x" value={x.replace(/^series:/, '')}>
        <Radios
          name="x"
          value={x}
          choices={[
            ['step', 'step'],
            ['time', 'time since the run began'],
            ...series.map(({ key }) => [`series:${key}`, key] as const),
          ]}
          onChange={(value) => changeCurves({ x: value, zoom: null })}
        />
      </Menu>
      {isGrouped && (
        <Menu label="band" value={BANDS[band].split(',')[1]?.trim() ?? ''}>
          <Radios
            name="band"
            value={band}
            choices={(['ci', 'quartiles', 'range'] as const).map((one) => [one, BANDS[one]] as const)}
            onChange={(value) => changeCurves({ band: value as CurveBand })}
          />
        </Menu>
      )}
      <Smoothing value={curves.smoothing} />
      <Toggle isOn={isLogX} onChange={() => changeCurves({ isLogX: !isLogX })}>
        log x
      </Toggle>
      <Toggle isOn={isLogY} onChange={() => changeCurves({ isLogY: !isLogY })}>
        log y
      </Toggle>
      {shown.length > 1 && (
        <Toggle isOn={isYShared} onChange={() => changeCurves({ isYShared: !isYShared })}>
          same y
        </Toggle>
      )}
      {selected.length > 0 && (
        <Toggle isOn={hasOthers} onChange={() => changeCurves({ hasOthers: !hasOthers })}>
          others in grey
        </Toggle>
      )}
      {selected.length > 0 && (
        <button type="button" class="chip" onClick={() => change({ selected: [] })}>
          selected <b>{selected.length}</b> ✕
        </button>
      )}
      {only !== undefined && !isGrouped && selected.length === 1 && (
        <a class="chip" href={linkTo({ view: 'run', run: only })}>
          open <b>{shortName(only)}</b>
        </a>
      )}
      {zoom !== null && (
        <button type="button" class="chip" onClick={() => changeCurves({ zoom: null })}>
          zoom <b>{zoom.map((end) => numberText(Number(end.toPrecision(3)))).join(' to ')}</b> ✕
        </button>
      )}
    </>
  )
}

interface ToggleProps {
  readonly isOn: boolean
  readonly children: JSX.Element | string | readonly (JSX.Element | string)[]
  onChange(): void
}

function Toggle({ isOn, children, onChange }: ToggleProps): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={onChange}>
      {children}
    </button>
  )
}

interface RadiosProps {
  readonly name: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, text: string])[]
  onChange(value: string): void
}

function Radios({ name, value, choices, onChange }: RadiosProps): JSX.Element {
  return (
    <ul class="choices">
      {choices.map(([own, text]) => (
        <li key={own}>
          <label>
            <input type="radio" name={name} checked={own === value} onChange={() => onChange(own)} />
            <span>{text}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}

function Smoothing({ value }: { readonly value: number }): JSX.Element {
  return (
    <label class="chip smoothing">
      smooth{' '}
      <input
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        value={String(value)}
        onInput={({ currentTarget }) => changeCurves({ smoothing: Number(currentTarget.value) })}
      />{' '}
      <b>{value === 0 ? 'no' : value.toFixed(2)}</b>
    </label>
  )
}
