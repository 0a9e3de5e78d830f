import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

interface MenuProps {
  readonly label: string
  /** What is chosen now, beside the label. */
  readonly value: string
  readonly children: ComponentChildren
}

/** A button that opens a panel below it. Escape and a click elsewhere close it. */
export function Menu({ label, value, children }: MenuProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (!isOpen) return undefined
    const onDown = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false)
    }
    document.addEventListener('pointerdown', onDown)
    document.addEventListener('focusin', onDown)
    return () => {
      document.removeEventListener('pointerdown', onDown)
      document.removeEventListener('focusin', onDown)
    }
  }, [isOpen])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return
    setOpen(false)
    button.current?.focus()
    event.stopPropagation()
  }
  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button type="button" class="chip" ref={button} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label} <b>{value}</b>
      </button>
      {isOpen && (
        <div class="panel" role="group" aria-label={label}>
          {children}
        </div>
      )}
    </div>
  )
}
