import type { JSX } from 'preact'
import type { View } from '../state/address.ts'
import { address, goTo, linkTo } from '../state/current-address.ts'
import { shortName } from '../text/short-name.ts'

const VIEWS: readonly (readonly [view: View, name: string])[] = [
  ['runs', 'Runs'],
  ['curves', 'Curves'],
  ['compare', 'Compare'],
]

/** Links to the views, over the same runs. */
export function Tabs(): JSX.Element {
  const { view: now, run } = address.value
  return (
    <nav class="tabs" aria-label="Views">
      {VIEWS.map(([view, name]) => (
        <a
          key={view}
          href={linkTo({ view })}
          aria-current={now === view ? 'page' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            goTo({ view })
          }}
        >
          {name}
        </a>
      ))}
      {now === 'run' && (
        <a href={linkTo({ view: 'run' })} aria-current="page" title={run}>
          {shortName(run)}
        </a>
      )}
    </nav>
  )
}
