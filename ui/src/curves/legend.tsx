import type { JSX } from 'preact'
import type { LineName } from '../../../src/server/protocol.ts'
import type { LineLook } from './draw-lines.ts'
import { meant } from './meant.ts'

export interface LegendProps {
  readonly lines: readonly LineName[]
  readonly by: string | null
  /** Lines there would be without a limit. */
  readonly count: number
  lookOf(id: string): LineLook
  isPicked(id: string): boolean
  onPick(id: string): void
}

/** A line's colour and name, for all charts at once; it is a button that selects the line. */
export function Legend({ lines, by, count, lookOf, isPicked, onPick }: LegendProps): JSX.Element {
  return (
    <section class="legend" aria-label="Lines">
      {by !== null && <span class="quiet">{by}</span>}
      {lines.map((line) => {
        const { colour, isPale } = lookOf(line.id)
        const show = (): void => void (meant.value = line.id)
        const hide = (): void => void (meant.value = null)
        return (
          <button
            type="button"
            key={line.id}
            class={`entry${isPale ? ' pale' : ''}`}
            aria-pressed={isPicked(line.id)}
            onClick={() => onPick(line.id)}
            onPointerEnter={show}
            onPointerLeave={hide}
            onFocus={show}
            onBlur={hide}
          >
            <i aria-hidden="true" style={{ background: colour }} />
            {line.label}
            <small>
              {line.runs.length > 1 && ` ${line.runs.length} runs`}
              {line.isRunning && <span class="status running"> running</span>}
              {line.left !== null && <span class="left-out"> +{line.left}</span>}
            </small>
          </button>
        )
      })}
      {count > lines.length && (
        <span class="left-out">
          {lines.length} of {count.toLocaleString('en')} lines: filter, group or select runs to see the others
        </span>
      )}
    </section>
  )
}
