import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Refusal } from '../../../src/server/protocol.ts'
import type { CompareAnswer } from '../../../src/server/protocol-run.ts'
import { Section } from '../run/section.tsx'
import { askCompare } from '../server/ask-run.ts'
import { changes } from '../server/events.ts'
import { Refused } from '../server/refused.ts'
import { address } from '../state/current-address.ts'
import { CodeDiffs } from './code-diffs.tsx'
import { FactTable } from './fact-table.tsx'

/** What differs between the selected runs. */
export function CompareView(): JSX.Element {
  const { selected, isGrouped } = address.value
  const { answer, refusal } = useComparison(selected)
  return (
    <div class="run-page">
      <div class="run-inside">
        <header class="run-head">
          <h2>{selected.length.toLocaleString('en')} runs compared</h2>
          {isGrouped && selected.length > 1 && <p class="quiet">Of each selected group its newest run.</p>}
        </header>
        {selected.length < 2 && <p>Select two runs or more in the table: with ctrl, shift or the boxes at the left.</p>}
        {refusal !== null && (
          <div class="notice" role="alert">
            <h2>They could not be compared</h2>
            <p>{refusal.message}</p>
            {refusal.hint !== null && <p>{refusal.hint}</p>}
          </div>
        )}
        {answer === null && refusal === null && selected.length > 1 && <p class="quiet">comparing…</p>}
        {answer !== null && <Comparison answer={answer} />}
      </div>
    </div>
  )
}

interface Found {
  readonly answer: CompareAnswer | null
  readonly refusal: Refusal | null
}

/** Asked again when the archive has changed. */
function useComparison(runs: readonly string[]): Found {
  const [found, setFound] = useState<Found>({ answer: null, refusal: null })
  const key = JSON.stringify(runs)
  const version = changes.value
  useEffect(() => {
    if (runs.length < 2) return setFound({ answer: null, refusal: null })
    const stop = new AbortController()
    void askCompare(runs, stop.signal).then(
      (answer) => setFound({ answer, refusal: null }),
      (error: unknown) => {
        if (stop.signal.aborted) return
        if (!(error instanceof Refused)) throw error
        setFound({ answer: null, refusal: error.refusal })
      },
    )
    return () => stop.abort()
  }, [key, version])
  return found
}

/** What came out and what went in before where it ran. */
const PARTS = ['run', 'values', 'series', 'parameters', 'code', 'packages', 'environment']

function Comparison({ answer: { runs, facts, same, notes, code } }: { readonly answer: CompareAnswer }): JSX.Element {
  const parts = PARTS.map((part) => ({ part, own: facts.filter((fact) => fact.part === part) })).filter(
    ({ own }) => own.length > 0,
  )
  const alike = PARTS.filter((part) => part !== 'run' && (same[part] ?? 0) > 0 && !facts.some((fact) => fact.part === part))
  return (
    <>
      {parts.map(({ part, own }) => (
        <Section key={part} id={`compare-${part}`} title={part.charAt(0).toUpperCase() + part.slice(1)} count={own.length}>
          <FactTable runs={runs} facts={own} />
        </Section>
      ))}
      {code !== null && code.length > 0 && (
        <Section id="compare-lines" title="Code, line by line">
          <CodeDiffs code={code} />
        </Section>
      )}
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {alike.length > 0 && <p class="quiet part">They do not differ in {alike.join(', ')}.</p>}
    </>
  )
}
