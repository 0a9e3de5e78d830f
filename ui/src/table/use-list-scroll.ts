import { useEffect, useRef, useState } from 'preact/hooks'
import type { RefObject } from 'preact'
import { clampPosition, positionToShow, scrollScale } from './row-window.ts'

export interface ListScroll {
  readonly box: RefObject<HTMLDivElement | null>
  readonly position: number
  readonly left: number
  readonly viewport: { readonly width: number; readonly height: number }
  showRow(row: number): void
}

/** Follows the scroll bars of a list. Where the bar stands for more than itself, the wheel still moves row by row. */
export function useListScroll(count: number, rowHeight: number, headHeight: number): ListScroll {
  const box = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState({ width: 800, height: 600 })
  const [place, setPlace] = useState({ position: 0, left: 0 })
  const size = { count, rowHeight, viewport: Math.max(rowHeight, viewport.height - headHeight) }
  const scale = scrollScale(size)
  const live = useRef({ size, scale, position: 0, own: -1 })
  live.current.size = size
  live.current.scale = scale

  const moveTo = (position: number): void => {
    const element = box.current
    if (element === null) return
    const at = clampPosition(live.current.size, position)
    live.current.position = at
    element.scrollTop = at / live.current.scale
    live.current.own = element.scrollTop
    setPlace({ position: at, left: element.scrollLeft })
  }

  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setViewport({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    const onScroll = (): void => {
      const { own } = live.current
      if (element.scrollTop !== own) live.current.position = element.scrollTop * live.current.scale
      live.current.own = -1
      setPlace({ position: live.current.position, left: element.scrollLeft })
    }
    const onWheel = (event: WheelEvent): void => {
      if (live.current.scale === 1 || event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      moveTo(live.current.position + event.deltaY * (event.deltaMode === 1 ? rowHeight : 1))
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
    }
  }, [rowHeight])

  return {
    box,
    position: place.position,
    left: place.left,
    viewport,
    showRow: (row) => moveTo(positionToShow(live.current.size, row, live.current.position)),
  }
}
