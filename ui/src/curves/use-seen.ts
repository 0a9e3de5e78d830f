import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export interface Seen {
  /** Pixels; 0 before it is known. */
  readonly width: number
  /** Whether it has come into view. */
  readonly isSeen: boolean
}

/** How wide an element is, and whether it has been in view or near it: what is far below is not fetched. */
export function useSeen(root: RefObject<HTMLElement | null>): Seen {
  const [width, setWidth] = useState(0)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = root.current
    if (element === null) return undefined
    const sizes = new ResizeObserver(() => setWidth(element.clientWidth))
    const views = new IntersectionObserver((entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)), {
      rootMargin: '300px',
    })
    sizes.observe(element)
    views.observe(element)
    return () => {
      sizes.disconnect()
      views.disconnect()
    }
  }, [])
  return { width, isSeen }
}
