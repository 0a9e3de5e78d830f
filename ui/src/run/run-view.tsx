import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { RunParts } from '../../../src/server/protocol-run.ts'
import { changes } from '../server/events.ts'
import { goTo } from '../state/current-address.ts'
import { ErrorPart } from './error-part.tsx'
import { Again, Facts, Relatives } from './fact-parts.tsx'
import { FilesPart } from './files-part.tsx'
import { LogPart } from './log-part.tsx'
import { Pictures } from './pictures.tsx'
import { RunHeadPart } from './run-head.tsx'
import { RunState } from './run-state.ts'
import type { ShownRun } from './run-state.ts'
import { Section } from './section.tsx'
import { Tracked } from './tracked.tsx'
import { Parameters, Results, SeriesTable, Values } from './value-parts.tsx'

/** All of one run, and what it adds while it goes on. */
export function RunView({ id }: { readonly id: string }): JSX.Element {
  const state = useMemo(() => new RunState(id), [id])
  useEffect(() => () => state.close(), [state])
  useEffect(() => changes.subscribe((count) => (count > 0 ? state.look() : undefined)), [state])
  const shown = state.shown.value
  const { head } = shown.parts
  const onKeyDown = (event: KeyboardEvent): void => {
    const isTyped = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
    if (event.key === 'Escape' && !isTyped && !event.defaultPrevented) goTo({ view: 'runs' })
  }
  return (
    <div class="run-page" onKeyDown={onKeyDown}>
      <div class="run-inside">
        <Trouble shown={shown} id={id} />
        {head !== undefined && <RunHeadPart head={head} said={shown.parts.said ?? null} id={id} />}
        {head === undefined && shown.isLoading && <p class="quiet">reading the run…</p>}
        {head !== undefined && <Sections state={state} shown={shown} files={head.files} />}
      </div>
    </div>
  )
}

/** What is wrong with it as a whole: it is gone, or parts of it cannot be read. */
function Trouble({
  shown: { refusal, damage, parts },
  id,
}: {
  readonly shown: ShownRun
  readonly id: string
}): JSX.Element | null {
  if (refusal !== null) {
    const isGone = refusal.code === 'RUN_NOT_FOUND'
    const isKnown = parts.head !== undefined
    return (
      <div class="notice" role="alert">
        <h2>{isGone ? (isKnown ? 'This run is not there any more' : 'There is no such run') : 'This run could not be read'}</h2>
        <p>{isGone ? `Nothing lies at ${id} now.${isKnown ? ' What was read of it stays below.' : ''}` : refusal.message}</p>
        {!isGone && refusal.hint !== null && <p>{refusal.hint}</p>}
      </div>
    )
  }
  if (damage.length === 0) return null
  return (
    <div class="notice" role="status">
      <h2>Not all of this run can be read</h2>
      <ul>
        {damage.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

interface SectionsProps {
  readonly state: RunState
  readonly shown: ShownRun
  readonly files: string
}

/** What came out before what went in. */
function Sections({ state, shown: { parts, isLive }, files }: SectionsProps): JSX.Element {
  const { error, results, values, pictures, series, parameters, artifacts, inputs, code, relatives, lineage } = parts
  const run = state.id
  return (
    <>
      {error !== undefined && error !== null && <ErrorPart error={error} />}
      <div class="beside">
        {hasItems(results) && (
          <Section id="results" title="Results">
            <Results results={results} />
          </Section>
        )}
        {hasItems(parameters) && (
          <Section id="parameters" title="Parameters">
            <Parameters parameters={parameters} />
          </Section>
        )}
      </div>
      <Pictures pictures={pictures ?? []} files={files} />
      <Tracked {...{ run, series: series ?? [], files }} looks={state.looks.value} />
      {values !== undefined && values.count > 0 && (
        <Section id="values" title="Values" count={values.count}>
          <Values values={values} />
        </Section>
      )}
      <LogPart run={run} isLive={isLive} looks={state.looks.value} />
      {hasItems(artifacts) && (
        <Section id="artifacts" title="Artifacts" count={artifacts.length}>
          <FilesPart {...{ run, files, list: artifacts }} />
        </Section>
      )}
      {hasItems(series) && (
        <Section id="series" title="Series" count={series.length}>
          <SeriesTable series={series} />
        </Section>
      )}
      {relatives !== undefined && <Relatives relatives={relatives} />}
      {hasItems(inputs) && (
        <Section id="inputs" title="Inputs">
          <FilesPart {...{ run, files, list: inputs }} isElsewhere />
        </Section>
      )}
      {hasItems(code) && (
        <Section id="code" title="Code" count={code.length}>
          <FilesPart {...{ run, files, list: code }} />
        </Section>
      )}
      {hasItems(lineage) && (
        <Section id="lineage" title="Lineage">
          <Facts rows={lineage} />
        </Section>
      )}
      <Surroundings parts={parts} />
    </>
  )
}

function Surroundings({ parts: { environment, again } }: { readonly parts: Partial<RunParts> }): JSX.Element {
  return (
    <>
      {hasItems(environment) && (
        <Section id="environment" title="Environment">
          <Facts rows={environment} />
        </Section>
      )}
      {again !== undefined && (
        <Section id="again" title="Run again">
          <Again again={again} />
        </Section>
      )}
    </>
  )
}

function hasItems<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0
}
