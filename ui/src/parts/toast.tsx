import { signal } from '@preact/signals'
import type { JSX } from 'preact'

export interface ToastAction {
  readonly label: string
  act(): void
}

interface Said {
  readonly text: string
  readonly isTrouble: boolean
  /** What can be done about it. */
  readonly action: ToastAction | null
}

const said = signal<Said | null>(null)

/** Says what was done, until it is dismissed or something else is said. */
export function say(text: string, { isTrouble = false, action = null }: Partial<Omit<Said, 'text'>> = {}): void {
  said.value = { text, isTrouble, action }
}

/** What was said last, at the bottom of the page. */
export function Toast(): JSX.Element {
  const now = said.value
  return (
    <div class="toast-place" role="status">
      {now !== null && (
        <div class={`toast${now.isTrouble ? ' trouble' : ''}`}>
          <span>{now.text}</span>
          {now.action !== null && (
            <button type="button" class="plain" onClick={now.action.act}>
              {now.action.label}
            </button>
          )}
          <button type="button" class="plain" aria-label="Dismiss" onClick={() => (said.value = null)}>
            ×
          </button>
        </div>
      )}
    </div>
  )
}
