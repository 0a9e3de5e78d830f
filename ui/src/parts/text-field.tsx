import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

interface FieldProps {
  readonly label: string
  readonly class?: string
  /** Whether what was typed was taken: then the field is emptied. */
  onEnter(text: string): Promise<boolean>
}

/** A line of text that enter sends. */
export function TextField({ label, class: more = '', onEnter }: FieldProps): JSX.Element {
  const [text, setText] = useState('')
  const send = async (): Promise<void> => {
    if (text.trim() !== '' && (await onEnter(text))) setText('')
  }
  return (
    <input
      class={`field ${more}`}
      placeholder={label}
      aria-label={label}
      value={text}
      onInput={({ currentTarget: { value } }) => setText(value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void send()
      }}
    />
  )
}
