import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Refusal } from '../../../src/server/protocol.ts'
import { suggestionsFor } from './suggestions.ts'

interface FilterProps {
  readonly where: string
  readonly refusal: Refusal | null
  /** `29 of 30 runs`. */
  readonly count: string
  /** Names that an expression can have. */
  readonly fields: readonly string[]
  onChange(where: string): void
}

const PAUSE = 250

/** The filter: an expression with completion, and a caret below what is wrong in it. */
export function FilterBox({ where, refusal, count, fields, onChange }: FilterProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(where)
  const [open, setOpen] = useState<{ readonly caret: number; readonly active: number } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => setText(where), [where])
  useEffect(() => () => clearTimeout(timer.current), [])
  const found = open === null ? { from: 0, names: [] } : suggestionsFor(text, open.caret, fields)
  const active = Math.min(open?.active ?? 0, found.names.length - 1)

  const settle = (value: string): void => {
    clearTimeout(timer.current)
    setText(value)
    timer.current = setTimeout(() => onChange(value), PAUSE)
  }
  const take = (name: string): void => {
    const caret = open?.caret ?? text.length
    settle(text.slice(0, found.from) + name + text.slice(caret))
    setOpen(null)
    const at = found.from + name.length
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = found.names[active]
    if (event.key === 'Escape') setOpen(null)
    else if (event.key === 'Enter' && (chosen === undefined || active < 0)) {
      clearTimeout(timer.current)
      onChange(text)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined && open !== null) take(chosen)
    else if (event.key === 'ArrowDown' && found.names.length > 0) move(1)
    else if (event.key === 'ArrowUp' && found.names.length > 0) move(-1)
    else return
    if (event.key !== 'Tab' || chosen !== undefined) event.preventDefault()
  }
  const move = (by: number): void => {
    const next = (active + by + found.names.length) % found.names.length
    if (open !== null) setOpen({ ...open, active: next })
  }
  return (
    <div class="filter">
      <div class="filter-line">
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter runs by an expression"
          aria-expanded={found.names.length > 0}
          aria-controls="filter-names"
          aria-autocomplete="list"
          aria-activedescendant={found.names.length > 0 ? `filter-name-${active}` : undefined}
          aria-invalid={refusal !== null}
          aria-describedby="filter-error filter-count"
          placeholder='params.rate < 0.1 && status == "done"'
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          value={text}
          onInput={(event) => {
            const { value, selectionStart } = event.currentTarget
            setOpen({ caret: selectionStart ?? value.length, active: 0 })
            settle(value)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(null)}
        />
        <span id="filter-count" class="count" role="status">
          {count}
        </span>
      </div>
      <Names names={found.names} active={active} onTake={take} />
      <div id="filter-error" class="filter-error" role="alert">
        {refusal !== null && <Caret text={where} refusal={refusal} />}
      </div>
    </div>
  )
}

function Caret({ text, refusal }: { readonly text: string; readonly refusal: Refusal }): JSX.Element {
  const [from, to] = refusal.at ?? [0, 0]
  return (
    <>
      {refusal.at !== null && <pre aria-hidden="true">{`${text}\n${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`}</pre>}
      <p>
        {refusal.message}
        {refusal.hint !== null && <span class="hint"> {refusal.hint}</span>}
      </p>
    </>
  )
}

interface NamesProps {
  readonly names: readonly string[]
  readonly active: number
  onTake(name: string): void
}

function Names({ names, active, onTake }: NamesProps): JSX.Element {
  return (
    <ul id="filter-names" role="listbox" aria-label="Fields" class="names" hidden={names.length === 0}>
      {names.map((name, index) => (
        <li
          id={`filter-name-${index}`}
          key={name}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(name)
          }}
        >
          {name}
        </li>
      ))}
    </ul>
  )
}
