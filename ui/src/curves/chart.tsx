import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { isDark } from '../parts/theme-switch.tsx'
import { px } from '../parts/px.ts'
import { changes } from '../server/events.ts'
import { figureAddress } from '../server/ask.ts'
import { Menu } from '../parts/menu.tsx'
import { numberText } from '../text/number-text.ts'
import type { SeriesName } from '../../../src/server/protocol.ts'
import { ChartLines } from './chart-lines.ts'
import type { ChartQuestion, ChartState } from './chart-lines.ts'
import { chartKeys } from './chart-keys.ts'
import { countText, notesOf, pointTexts } from './chart-texts.ts'
import type { PlotState } from './curve-plot.ts'
import type { LineLook } from './draw-lines.ts'
import { widened, xRange, yRange } from './ranges.ts'
import type { Range } from './ranges.ts'
import type { Line } from './parse-curves.ts'
import { usePlot } from './use-plot.ts'
import type { PlacedPoint } from './use-plot.ts'
import { useSeen } from './use-seen.ts'

export interface ChartProps {
  readonly series: SeriesName
  readonly question: Omit<ChartQuestion, 'series' | 'width'>
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly xLabel: string
  readonly height: number
  /** That of all charts, where they share it. */
  readonly sharedY: Range | null
  lookOf(id: string): LineLook
  labelOf(id: string): string
  onRange(key: string, range: Range | null): void
  onZoom(range: Range | null): void
  onPick(id: string): void
}

/** A series over lines, drawn where it is seen. */
export function Chart(props: ChartProps): JSX.Element {
  const { series, question, isLogX, isLogY, xLabel, height, sharedY, lookOf, labelOf, onRange, onZoom, onPick } = props
  const root = useRef<HTMLDivElement>(null)
  const { width, isSeen } = useSeen(root)
  const asked: ChartQuestion = { ...question, series: series.key, width: Math.max(50, width - 70) }
  const state = useLines(asked, isSeen && width > 0)
  const zoom: Range | null = question.from === null || question.to === null ? null : [question.from, question.to]
  const x = zoom ?? xRange(state.lines, isLogX)
  const own = useMemo(() => (x === null ? null : yRange(state.lines, x, isLogY)), [state.lines, x?.join(), isLogY])
  useEffect(() => onRange(series.key, own), [own?.join()])
  useEffect(() => () => onRange(series.key, null), [])
  const y = sharedY ?? own ?? (isLogY ? ([0.1, 10] as const) : widened([0, 1], false))
  const shown: PlotState | null =
    x === null
      ? null
      : { ...{ x, y, isLogX, isLogY, xLabel }, lines: state.lines, isDark: isDark.value, lookOf: ({ id }) => lookOf(id) }
  const { plot, near } = usePlot({ root, shown, size: { width, height }, onZoom, onPick })
  const onKeyDown = chartKeys({
    ...{ lines: state.lines, near: near?.point ?? null, x, onZoom, onPick },
    toPixel: () => plot.current?.toPixel ?? null,
    onNear: (point) => plot.current?.point(point),
  })
  const keys = 'Arrow keys go along points and between lines, plus and minus zoom, 0 shows all, enter selects.'
  const count = state.lines.length === 1 ? '1 line' : `${state.lines.length} lines`
  return (
    <figure class={`chart${state.isLoading ? ' loading' : ''}`}>
      <figcaption>
        <b>{series.key}</b>
        {series.unit !== null && <span class="quiet">({series.unit})</span>}
        <span class="chart-count">
          {state.isLoading && state.question === null ? 'reading…' : countText(state.lines, question.x)}
        </span>
        {x !== null && <SaveMenu question={asked} {...{ isLogX, isLogY }} name={series.key} />}
      </figcaption>
      <div
        class="plot"
        tabIndex={0}
        role="group"
        aria-label={`${series.key} over ${xLabel}: ${count}. ${keys}`}
        style={{ minHeight: px(height) }}
        onKeyDown={onKeyDown}
        onBlur={() => plot.current?.point(null)}
      >
        <div ref={root} />
        {near !== null && <Tip {...near} width={width} label={labelOf(near.point.line.id)} xLabel={xLabel} />}
        {state.refusal === null && !state.isLoading && x === null && <p class="nothing quiet">No points</p>}
        {state.refusal !== null && <p class="nothing left-out">{state.refusal.message}</p>}
      </div>
      <p class="chart-notes quiet">{notesText(state.lines, isLogY, x)}</p>
    </figure>
  )
}

/** The lines that a question asks for, asked again when the archive has changed. */
function useLines(asked: ChartQuestion, isWanted: boolean): ChartState {
  const lines = useMemo(() => new ChartLines(), [])
  const text = JSON.stringify(asked)
  const version = changes.value
  useEffect(() => {
    if (isWanted) void lines.ask(asked)
  }, [text, version, isWanted])
  useEffect(() => () => lines.close(), [])
  return lines.state.value
}

function notesText(lines: readonly Line[], isLogY: boolean, x: Range | null): string {
  const text = notesOf(lines, { isLogY, from: x?.[0] ?? 0 }).join(' · ')
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

interface TipProps extends PlacedPoint {
  readonly width: number
  readonly label: string
  readonly xLabel: string
}

/** What a point is, beside it. */
function Tip({ point, corner, width, label, xLabel }: TipProps): JSX.Element {
  const { line, index } = point
  const [left, top] = [corner.left + point.x, corner.top + point.y]
  const isRight = left > width / 2
  const side = isRight ? { right: px(width - left + 12) } : { left: px(left + 12) }
  return (
    <>
      <i class="point" style={{ left: px(left), top: px(top) }} />
      <div class="tip" role="status" style={{ ...side, top: px(Math.max(0, top - 20)) }}>
        <b>{label}</b>
        {pointTexts(line, index).map((text) => (
          <span key={text}>{text}</span>
        ))}
        <span class="quiet">
          {xLabel} {numberText(line.numbers.x?.[index] ?? Number.NaN)}
        </span>
      </div>
    </>
  )
}

const FORMATS = ['svg', 'png', 'pdf'] as const

interface SaveMenuProps {
  readonly question: ChartQuestion
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly name: string
}

function SaveMenu({ question, isLogX, isLogY, name }: SaveMenuProps): JSX.Element {
  return (
    <Menu label="save" value="">
      <p class="quiet">As a figure for a paper, drawn anew:</p>
      {FORMATS.map((format) => (
        <p key={format}>
          <a href={figureAddress({ ...question, held: {} }, { format, isLogX, isLogY })} download={`${name}.${format}`}>
            {name}.{format}
          </a>
        </p>
      ))}
    </Menu>
  )
}
