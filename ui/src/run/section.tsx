import type { ComponentChildren, JSX } from 'preact'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly count?: number
  readonly children: ComponentChildren
}

export function Section({ id, title, count, children }: SectionProps): JSX.Element {
  return (
    <section class="part" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        {title}
        {count !== undefined && <span class="quiet"> {count.toLocaleString('en')}</span>}
      </h3>
      {children}
    </section>
  )
}
