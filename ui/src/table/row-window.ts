/** Browsers cap an element's height at 17.9 million pixels (Firefox) and more; a list that is higher is scrolled by a share. */
export const HIGHEST = 15_000_000

export interface RowWindow {
  /** The first row to draw, and the one after the last. */
  readonly from: number
  readonly to: number
  /** Where the first of them lies, in pixels from the top of what can be seen. */
  readonly top: number
}

export interface ListSize {
  readonly count: number
  readonly rowHeight: number
  /** The height in which rows are seen. */
  readonly viewport: number
}

/** Rows that are drawn beyond the edges: a fast scroll shows them before the next frame. */
const BEYOND = 6

export function listHeight({ count, rowHeight }: ListSize): number {
  return Math.min(HIGHEST, count * rowHeight)
}

/** How many pixels of rows a pixel of the scroll bar stands for; 1 but for lists that no browser could hold. */
export function scrollScale(size: ListSize): number {
  const [real, shown] = [size.count * size.rowHeight - size.viewport, listHeight(size) - size.viewport]
  return real > shown && shown > 0 ? real / shown : 1
}

/** The rows that are seen where the list has been scrolled to `position`, in pixels of rows. */
export function rowWindow(size: ListSize, position: number): RowWindow {
  const { count, rowHeight, viewport } = size
  const at = clampPosition(size, position)
  const from = Math.max(0, Math.floor(at / rowHeight) - BEYOND)
  const to = Math.min(count, Math.ceil((at + viewport) / rowHeight) + BEYOND)
  return { from, to, top: from * rowHeight - at }
}

export function clampPosition({ count, rowHeight, viewport }: ListSize, position: number): number {
  return Math.max(0, Math.min(position, count * rowHeight - viewport))
}

/** Where to scroll so that a row is seen whole; the position as it is where it already is. */
export function positionToShow(size: ListSize, row: number, position: number): number {
  const top = row * size.rowHeight
  if (top < position) return clampPosition(size, top)
  const lowest = top + size.rowHeight - size.viewport
  return lowest > position ? clampPosition(size, lowest) : position
}
