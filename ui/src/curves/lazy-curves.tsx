import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** The view of curves, whose code is loaded when it is first opened. */
export function LazyCurves(): JSX.Element {
  const [View, setView] = useState<ComponentType | 'lost' | null>(null)
  useEffect(() => {
    import('./curves-view.tsx').then(
      ({ CurvesView }) => setView(() => CurvesView),
      () => setView('lost'),
    )
  }, [])
  if (View === 'lost') {
    return (
      <p class="message" role="alert">
        This part of the page could not be loaded: the server does not answer. Run `runlab ui` again, and open the address that it
        prints.
      </p>
    )
  }
  return View === null ? <p class="message quiet">Loading…</p> : <View />
}
