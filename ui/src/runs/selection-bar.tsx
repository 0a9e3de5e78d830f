import type { JSX } from 'preact'
import { TextField } from '../parts/text-field.tsx'
import { address, change, linkTo } from '../state/current-address.ts'
import { annotateRuns, deleteRuns } from './editing.ts'

/** What can be done with the runs that are selected. */
export function SelectionBar(): JSX.Element | null {
  const { selected, where, isGrouped } = address.value
  if (selected.length === 0) return null
  const chosen = { picked: selected, where, isGrouped }
  const one = isGrouped ? 'group' : 'run'
  return (
    <div class="selection" role="toolbar" aria-label="Selected runs">
      <span>
        {selected.length.toLocaleString('en')} {selected.length === 1 ? one : `${one}s`} selected
      </span>
      {selected.length > 1 && <a href={linkTo({ view: 'compare' })}>Compare</a>}
      <TextField label="Add a tag" onEnter={async (text) => await annotateRuns(chosen, 'tag', text)} />
      <TextField label="Remove a tag" onEnter={async (text) => await annotateRuns(chosen, 'untag', text)} />
      <TextField label="Add a note" onEnter={async (text) => await annotateRuns(chosen, 'note', text)} />
      <button
        type="button"
        class="plain danger"
        onClick={() => void deleteRuns(chosen).then((isMoved) => (isMoved ? change({ selected: [] }) : undefined))}
      >
        Move to the trash
      </button>
      <button type="button" class="plain" onClick={() => change({ selected: [] })}>
        Clear
      </button>
    </div>
  )
}
