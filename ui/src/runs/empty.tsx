import type { JSX } from 'preact'
import { change } from '../state/current-address.ts'
import type { TableState } from './table-rows.ts'

/** What stands where no rows are. */
export function Empty({ state, where }: { readonly state: TableState; readonly where: string }): JSX.Element {
  // A mistake in the filter is told below it.
  if (state.refusal !== null && state.refusal.at !== null) return <div class="message" />
  if (state.refusal !== null) {
    return (
      <div class="message" role="alert">
        <h2>The archive could not be read</h2>
        <p>{state.refusal.message}</p>
        {state.refusal.hint !== null && <p>{state.refusal.hint}</p>}
      </div>
    )
  }
  if (where !== '') {
    return (
      <div class="message">
        <h2>No run matches</h2>
        <button type="button" class="chip" onClick={() => change({ where: '' })}>
          Show all runs
        </button>
      </div>
    )
  }
  return (
    <div class="message">
      <h2>No runs yet</h2>
      <p>A run appears here as soon as it starts:</p>
      <pre>runlab run experiment.ts</pre>
    </div>
  )
}
