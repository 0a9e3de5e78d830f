import { shortNumber } from '../text/number-text.ts'
import { nearestIndex, shownY } from './nearest-point.ts'
import type { NearPoint, ToPixel } from './nearest-point.ts'
import type { Line } from './parse-curves.ts'
import type { Range } from './ranges.ts'

export interface ChartKeysOptions {
  readonly lines: readonly Line[]
  readonly near: NearPoint | null
  readonly x: Range | null
  toPixel(): ToPixel | null
  onNear(near: NearPoint | null): void
  onZoom(range: Range | null): void
  onPick(id: string): void
}

/** What is asked of a key that was pressed. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly target: unknown
  readonly currentTarget: unknown
  preventDefault(): void
}

/** Pixels that an arrow goes on. */
const STEP = 6

/** What keys do in a chart. */
export function chartKeys(options: ChartKeysOptions): (event: KeyPress) => void {
  const { lines, near, x, onNear, onZoom, onPick } = options
  const zoomBy = (factor: number): void => {
    if (x === null) return
    const centre = near?.line.numbers.x?.[near.index] ?? (x[0] + x[1]) / 2
    onZoom([shortNumber(centre - (centre - x[0]) * factor), shortNumber(centre + (x[1] - centre) * factor)])
  }
  const along = (direction: 1 | -1): void => onNear(nextPoint(options, direction))
  const between = (direction: 1 | -1): void => {
    const toPixel = options.toPixel()
    if (toPixel === null || lines.length === 0) return
    const at = near === null ? -1 : lines.findIndex(({ id }) => id === near.line.id)
    const line = lines[(at + direction + lines.length) % lines.length]
    const index = line === undefined ? null : nearestIndex(line, near?.x ?? 0, toPixel)
    if (line !== undefined && index !== null) onNear(pointOf(line, index, toPixel))
  }
  const actions: Readonly<Record<string, () => void>> = {
    ArrowRight: () => along(1),
    ArrowLeft: () => along(-1),
    ArrowDown: () => between(1),
    ArrowUp: () => between(-1),
    '+': () => zoomBy(0.5),
    '=': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    '0': () => onZoom(null),
    Enter: () => (near === null ? undefined : onPick(near.line.id)),
    Escape: () => onNear(null),
  }
  return (event) => {
    const action = actions[event.key]
    if (action === undefined || event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return
    action()
    event.preventDefault()
  }
}

function pointOf(line: Line, index: number, toPixel: ToPixel): NearPoint {
  return { line, index, x: toPixel(line.numbers.x?.[index] ?? 0, 'x'), y: toPixel(shownY(line, index), 'y') }
}

/** The next point of the line that is some pixels further, or the first one. */
function nextPoint({ lines, near, x, toPixel: pixels }: ChartKeysOptions, direction: 1 | -1): NearPoint | null {
  const toPixel = pixels()
  const line = near?.line ?? lines.find(({ numbers }) => (numbers.x?.length ?? 0) > 0)
  if (toPixel === null || line === undefined || x === null) return near
  const start = near?.x ?? toPixel(x[0], 'x')
  const own = line.numbers.x ?? new Float64Array(0)
  const end = direction === 1 ? own.length : -1
  let index = near === null ? (direction === 1 ? 0 : own.length - 1) : near.index + direction
  for (; index !== end; index += direction) {
    const at = own[index] ?? 0
    if (!Number.isFinite(shownY(line, index)) || at < x[0] || at > x[1]) continue
    const point = pointOf(line, index, toPixel)
    if (near === null || Math.abs(point.x - start) >= STEP || index + direction === end) return point
  }
  return near
}
