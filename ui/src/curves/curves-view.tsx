import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { LinesQuestion, Refusal, SeriesAnswer, SeriesName } from '../../../src/server/protocol.ts'
import { isDark } from '../parts/theme-switch.tsx'
import { FilterBox } from '../runs/filter-box.tsx'
import { useFields } from '../runs/use-fields.ts'
import { askSeries } from '../server/ask.ts'
import { changes } from '../server/events.ts'
import { Refused } from '../server/refused.ts'
import { address, change } from '../state/current-address.ts'
import type { Address } from '../state/address.ts'
import { Chart } from './chart.tsx'
import { CurveTools, changeCurves } from './curve-tools.tsx'
import type { LineLook } from './draw-lines.ts'
import { Legend } from './legend.tsx'
import { colourOf } from './line-looks.ts'
import { meant } from './meant.ts'
import { bothRanges } from './ranges.ts'
import type { Range } from './ranges.ts'
import { xLabelOf } from './x-label.ts'

interface Found {
  readonly answer: SeriesAnswer | null
  readonly refusal: Refusal | null
}

/** Series that are shown where none are chosen. */
const MOST_SUGGESTED = 12

/** Lines beside those that are selected. */
const OTHERS = '#888f98'

/** Ranges of y by the keys of series. */
const ranges = signal<ReadonlyMap<string, Range>>(new Map())

/** Series over runs or groups, a chart each. */
export function CurvesView(): JSX.Element {
  const now = address.value
  const question = questionOf(now)
  const { answer, refusal } = useSeries(question)
  const fields = useFields()
  const shown = shownSeries(answer, now.curves.series)
  return (
    <div class="curves">
      <div class="tools" role="search">
        <FilterBox
          {...{ where: now.where, fields, refusal }}
          count={answer === null ? '' : countText(answer)}
          onChange={(text) => change({ where: text, selected: [] })}
        />
        <CurveTools series={answer?.series ?? []} shown={shown.map(({ key }) => key)} />
      </div>
      {answer !== null && refusal === null && shown.length > 0 ? (
        <Charts {...{ answer, shown, question }} />
      ) : (
        <Nothing {...{ answer, refusal }} />
      )}
    </div>
  )
}

interface ChartsProps {
  readonly answer: SeriesAnswer
  readonly shown: readonly SeriesName[]
  readonly question: LinesQuestion
}

function Charts({ answer, shown, question }: ChartsProps): JSX.Element {
  const { curves, selected, isGrouped } = address.value
  const { x, band, smoothing, isLogX, isLogY, isYShared, zoom } = curves
  const order = new Map(answer.lines.map((line, index) => [line.id, { ...line, index }]))
  const picked = new Set(selected)
  const isPicked = (id: string): boolean => picked.has(id) || (order.get(id)?.runs.some((run) => picked.has(run)) ?? false)
  const lookOf = (id: string): LineLook => {
    const isOther = curves.hasOthers && picked.size > 0 && !isPicked(id)
    const isMeant = meant.value === id
    return {
      colour: isOther && !isMeant ? OTHERS : colourOf(order.get(id)?.index ?? 0, answer.lines.length, isDark.value),
      isPale: isOther ? !isMeant : meant.value !== null && !isMeant && !(curves.hasOthers && picked.size > 0),
      isBold: isMeant,
    }
  }
  const pick = (id: string): void => pickLine(id, order.get(id)?.runs ?? [])
  const shared = isYShared ? [...ranges.value.values()].reduce<Range | null>(bothRanges, null) : null
  return (
    <div class="curves-body">
      <Legend lines={answer.lines} by={answer.by} count={answer.count} {...{ lookOf, isPicked }} onPick={pick} />
      <div class={`charts${shown.length === 1 ? ' alone' : ''}`}>
        {shown.map((series) => (
          <Chart
            key={series.key}
            {...{ series, isLogX, lookOf }}
            question={{
              ...{ ...question, isGrouped, x, band, smoothing: smoothing === 0 ? null : smoothing },
              ...{ from: zoom?.[0] ?? null, to: zoom?.[1] ?? null },
            }}
            isLogY={isLogY ?? series.isLog}
            xLabel={xLabelOf(x, series)}
            height={shown.length === 1 ? 460 : 250}
            sharedY={shared}
            labelOf={(id) => order.get(id)?.label ?? id}
            onRange={setRange}
            onZoom={(range) => changeCurves({ zoom: range })}
            onPick={pick}
          />
        ))}
      </div>
    </div>
  )
}

/** Selects a line, or no longer. Where nothing was selected the others stay, in grey. */
function pickLine(id: string, runs: readonly string[]): void {
  const { selected, curves } = address.value
  const others = selected.filter((one) => one !== id && !runs.includes(one))
  const after = others.length < selected.length ? others : [...selected, id]
  change({ selected: after, curves: { ...curves, hasOthers: after.length > 0 && (selected.length === 0 || curves.hasOthers) } })
}

function setRange(key: string, range: Range | null): void {
  if (ranges.value.get(key)?.join() === range?.join()) return
  const after = new Map(ranges.value)
  if (range === null) after.delete(key)
  else after.set(key, range)
  ranges.value = after
}

function questionOf({ where, isGrouped, selected, curves }: Address): LinesQuestion {
  return { where, isGrouped, picked: curves.hasOthers ? [] : selected }
}

function shownSeries(answer: SeriesAnswer | null, wanted: readonly string[] | null): readonly SeriesName[] {
  if (answer === null) return []
  if (wanted === null) {
    const own = answer.series.filter(({ key }) => !key.startsWith('system/'))
    return (own.length === 0 ? answer.series : own).slice(0, MOST_SUGGESTED)
  }
  return wanted.map(
    (key) => answer.series.find((one) => one.key === key) ?? { key, runs: 0, unit: null, step: null, isLog: false },
  )
}

/** What can be drawn; asked again when the archive has changed. What was there stays until the answer comes. */
function useSeries(question: LinesQuestion): Found {
  const [found, setFound] = useState<Found>({ answer: null, refusal: null })
  const version = changes.value
  useEffect(() => {
    const stop = new AbortController()
    askSeries(question, stop.signal).then(
      (answer) => setFound({ answer, refusal: null }),
      (error: unknown) => {
        if (error instanceof Refused) setFound((before) => ({ ...before, refusal: error.refusal }))
      },
    )
    return () => stop.abort()
  }, [JSON.stringify(question), version])
  return found
}

function countText({ drawn, matched, total }: SeriesAnswer): string {
  const text = (count: number): string => count.toLocaleString('en')
  const runs = total === 1 ? 'run' : 'runs'
  return drawn === total && matched === total ? `${text(total)} ${runs}` : `${text(drawn)} of ${text(total)} ${runs}`
}

function Nothing({ answer, refusal }: Found): JSX.Element {
  if (refusal !== null && refusal.at === null) {
    return (
      <div class="message" role="alert">
        <h2>The archive could not be read</h2>
        <p>{refusal.message}</p>
        {refusal.hint !== null && <p>{refusal.hint}</p>}
      </div>
    )
  }
  if (refusal !== null) return <div class="message" />
  if (answer === null) return <p class="message quiet">Reading the archive…</p>
  if (answer.total === 0) return <Message title="No runs yet" text="Curves appear here as soon as a run tracks numbers." />
  if (answer.drawn === 0) return <Message title="No run matches" text="Change the filter, or show all runs again." />
  if (answer.series.length === 0)
    return <Message title="These runs have tracked no numbers" text="What a run gives to e.track('loss', value) is drawn here." />
  return <Message title="No series is chosen" text="Choose some under “series”." />
}

function Message({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  return (
    <div class="message">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  )
}
