import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { CurvePlot } from './curve-plot.ts'
import type { PlotState } from './curve-plot.ts'
import { meant } from './meant.ts'
import type { NearPoint } from './nearest-point.ts'
import type { Range } from './ranges.ts'

/** A point that is meant, and where the points' part of the plot begins. */
export interface PlacedPoint {
  readonly point: NearPoint
  readonly corner: { readonly left: number; readonly top: number }
}

interface PlotOptions {
  readonly root: RefObject<HTMLDivElement | null>
  /** Null where there is nothing to show yet. */
  readonly shown: PlotState | null
  readonly size: { readonly width: number; readonly height: number }
  onZoom(range: Range | null): void
  onPick(id: string): void
}

interface Plot {
  readonly plot: RefObject<CurvePlot | null>
  readonly near: PlacedPoint | null
}

/** Keeps a plot in an element, as it is to be shown. Scales and colours of a plot cannot change: then it is made anew. */
export function usePlot({ root, shown, size, onZoom, onPick }: PlotOptions): Plot {
  const plot = useRef<CurvePlot | null>(null)
  const [near, setNear] = useState<PlacedPoint | null>(null)
  const actions = useRef({ onZoom, onPick })
  actions.current = { onZoom, onPick }
  const isNothing = shown === null || size.width === 0
  useEffect(() => {
    const element = root.current
    if (element === null || shown === null || size.width === 0) return undefined
    const made = new CurvePlot(element, shown, size, {
      onZoom: (range) => actions.current.onZoom(range),
      onWhole: () => actions.current.onZoom(null),
      onNear: (point) => {
        setNear(point === null ? null : { point, corner: made.corner })
        meant.value = point?.line.id ?? null
      },
      onPick: ({ line }) => actions.current.onPick(line.id),
    })
    plot.current = made
    return () => {
      made.destroy()
      plot.current = null
      setNear(null)
    }
  }, [isNothing, shown?.isLogX, shown?.isLogY, shown?.isDark, shown?.xLabel])
  useEffect(() => plot.current?.resize(size.width, size.height), [size.width, size.height])
  useEffect(() => {
    if (shown !== null) plot.current?.show(shown)
  })
  return { plot, near }
}
