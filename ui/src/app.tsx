import type { JSX } from 'preact'
import { ThemeSwitch } from './parts/theme-switch.tsx'
import { RunsView } from './runs/runs-view.tsx'
import { LazyCurves } from './curves/lazy-curves.tsx'
import { Tabs } from './parts/tabs.tsx'
import { connection, running } from './server/events.ts'
import { address } from './state/current-address.ts'

export function App(): JSX.Element {
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <Top />
      <main id="main" tabIndex={-1}>
        {address.value.view === 'curves' ? <LazyCurves /> : <RunsView />}
      </main>
    </>
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
