import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Menu } from '../parts/menu.tsx'

interface ColumnsProps {
  /** Expressions of what runs have. */
  readonly fields: readonly string[]
  /** Those that are shown, in order. */
  readonly shown: readonly string[]
  /** Whether they were chosen, and not suggested. */
  readonly isChosen: boolean
  onChange(columns: readonly string[] | null): void
}

const MOST = 200

/** Chooses columns. */
export function ColumnsMenu(props: ColumnsProps): JSX.Element {
  return (
    <Menu label="columns" value={String(props.shown.length)}>
      <ColumnChoices {...props} />
    </Menu>
  )
}

/** A list that can be searched: first what is shown. Its order stays while it is open, so that nothing moves under the pointer. */
function ColumnChoices({ fields, shown, isChosen, onChange }: ColumnsProps): JSX.Element {
  const [search, setSearch] = useState('')
  const [order] = useState(() => [...shown, ...fields.filter((field) => !shown.includes(field))])
  const matching = order.filter((field) => field.toLowerCase().includes(search.toLowerCase()))
  const toggle = (field: string): void =>
    onChange(shown.includes(field) ? shown.filter((one) => one !== field) : [...shown, field])
  return (
    <>
      <input
        type="search"
        aria-label="Search columns"
        placeholder={`Search ${fields.length} columns`}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul class="choices">
        {matching.slice(0, MOST).map((field) => (
          <li key={field}>
            <label>
              <input type="checkbox" checked={shown.includes(field)} onChange={() => toggle(field)} />
              <span>{field}</span>
            </label>
          </li>
        ))}
      </ul>
      {matching.length === 0 && <p class="quiet">No column has “{search}” in its name.</p>}
      {matching.length > MOST && <p class="quiet">{matching.length - MOST} more: type a part of the name.</p>}
      <button type="button" class="plain" disabled={!isChosen} onClick={() => onChange(null)}>
        As suggested
      </button>
    </>
  )
}
