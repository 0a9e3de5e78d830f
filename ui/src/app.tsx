import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ThemeSwitch } from './parts/theme-switch.tsx'
import { RunsView } from './runs/runs-view.tsx'
import { CompareView } from './compare/compare-view.tsx'
import { LazyCurves } from './curves/lazy-curves.tsx'
import { Tabs } from './parts/tabs.tsx'
import { Toast } from './parts/toast.tsx'
import { RunView } from './run/run-view.tsx'
import { connection, running } from './server/events.ts'
import { address } from './state/current-address.ts'
import { shortName } from './text/short-name.ts'

export function App(): JSX.Element {
  const { view, run } = address.value
  const main = useRef<HTMLElement>(null)
  const before = useRef(view)
  useEffect(() => {
    document.title = view === 'run' ? `${shortName(run)} – runlab` : 'runlab'
    if (before.current === view) return
    before.current = view
    const target = main.current?.querySelector<HTMLElement>('.view:not([hidden]) .grid') ?? main.current
    target?.focus({ preventScroll: true })
  }, [view, run])
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => toMain(event, main.current)}>
        To the content
      </a>
      <Top />
      <main id="main" tabIndex={-1} ref={main}>
        <Kept isShown={view === 'runs'}>{() => <RunsView />}</Kept>
        {view === 'curves' && <LazyCurves />}
        {view === 'compare' && (
          <div class="view">
            <CompareView />
          </div>
        )}
        {view === 'run' && (
          <div class="view">
            <RunView key={run} id={run} />
          </div>
        )}
      </main>
      <Toast />
    </>
  )
}

/** The address says what is shown, and not where on the page one is. */
function toMain(event: Event, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}

/** A view that stays as one left it: once seen, it is only hidden. */
function Kept({ isShown, children }: { readonly isShown: boolean; readonly children: () => JSX.Element }): JSX.Element | null {
  const wasShown = useRef(false)
  if (isShown) wasShown.current = true
  if (!wasShown.current) return null
  return (
    <div class="view" hidden={!isShown}>
      {children()}
    </div>
  )
}

function Top(): JSX.Element {
  return (
    <header class="top">
      <h1>runlab</h1>
      <Tabs />
      <Live />
      <ThemeSwitch />
    </header>
  )
}

function Live(): JSX.Element {
  if (connection.value === 'lost')
    return (
      <span class="live lost" role="status">
        connection lost; trying again
      </span>
    )
  const count = running.value
  return (
    <span class="live" role="status">
      {count > 0 && (
        <>
          <i aria-hidden="true" />
          {count} running
        </>
      )}
    </span>
  )
}
