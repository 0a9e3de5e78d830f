import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { SeriesName } from '../../../src/server/protocol.ts'
import { Menu } from '../parts/menu.tsx'

export interface SeriesMenuProps {
  readonly series: readonly SeriesName[]
  /** Keys, in order. */
  readonly shown: readonly string[]
  readonly isChosen: boolean
  onChange(keys: readonly string[] | null): void
}

const MOST = 200

/** Chooses series, with how many runs have each. */
export function SeriesMenu({ series, shown, isChosen, onChange }: SeriesMenuProps): JSX.Element {
  const [text, setText] = useState('')
  const found = series.filter(({ key }) => key.toLowerCase().includes(text.toLowerCase()))
  const toggle = (key: string): void => onChange(shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key])
  return (
    <Menu label="series" value={`${shown.length} of ${series.length}`}>
      <input
        type="search"
        aria-label="Search series"
        placeholder="search"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ul class="choices">
        {found.slice(0, MOST).map(({ key, runs }) => (
          <li key={key}>
            <label>
              <input type="checkbox" checked={shown.includes(key)} onChange={() => toggle(key)} />
              <span>
                {key} <small class="quiet">{runs === 1 ? '1 run' : `${runs.toLocaleString('en')} runs`}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p class="quiet">{found.length - MOST} more: search for them</p>}
      <button type="button" class="plain" disabled={!isChosen} onClick={() => onChange(null)}>
        As suggested
      </button>
    </Menu>
  )
}
