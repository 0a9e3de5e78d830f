import type { JSX } from 'preact'
import type { RunParts } from '../../../src/server/protocol-run.ts'
import { TextField } from '../parts/text-field.tsx'
import { annotateRuns, deleteRuns } from '../runs/editing.ts'
import { goTo } from '../state/current-address.ts'

interface SaidProps {
  readonly said: RunParts['said']
  readonly id: string
}

/** Tags and notes, which are edited in place. */
export function Said({ said: { tags, notes }, id }: SaidProps): JSX.Element {
  const chosen = { picked: [id], where: '', isGrouped: false }
  return (
    <div class="said">
      <ul class="tags" aria-label="Tags">
        {tags.map((tag) => (
          <li key={tag}>
            {tag}
            <button
              type="button"
              class="plain"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => void annotateRuns(chosen, 'untag', tag)}
            >
              ×
            </button>
          </li>
        ))}
        <li class="adding">
          <TextField label="Add a tag" onEnter={async (text) => await annotateRuns(chosen, 'tag', text)} />
        </li>
      </ul>
      {notes.map(({ time, text }) => (
        <p key={`${time} ${text}`} class="note">
          {text} <time class="quiet">{new Date(time).toLocaleString()}</time>
          <button
            type="button"
            class="plain"
            aria-label="Remove this note"
            onClick={() => void annotateRuns(chosen, 'unnote', text)}
          >
            ×
          </button>
        </p>
      ))}
      <TextField label="Add a note" class="noting" onEnter={async (text) => await annotateRuns(chosen, 'note', text)} />
    </div>
  )
}

/** Leads back to the table, and moves the run to the trash. */
export function DeleteButton({ id }: { readonly id: string }): JSX.Element {
  const remove = async (): Promise<void> => {
    // Away from it first: it is asked for as long as it is seen.
    goTo({ view: 'runs', selected: [] })
    if (!(await deleteRuns({ picked: [id], where: '', isGrouped: false }))) goTo({ view: 'run', run: id })
  }
  return (
    <button type="button" class="plain danger" onClick={() => void remove()}>
      Move to the trash
    </button>
  )
}
