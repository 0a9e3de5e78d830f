import { html } from './html.ts'
import type { Html, Part } from './html.ts'

/** The head of a column: of numbers, which stand at the right; null where the names of rows stand below it. */
export type Column = string | { readonly number: string } | null

export interface Table {
  /** How the page styles it, where not as all others. */
  readonly kind?: string
  /** What it is of, in a few words; null where that is said beside it. */
  readonly caption: Part
  readonly columns: readonly Column[]
  /** Of `<tr>`. */
  readonly rows: readonly Html[]
}

/** A table of the page. */
export function table({ kind, caption, columns, rows }: Table): Html {
  return html`<table${kind === undefined ? null : html` class="${kind}"`}>
    ${
      caption === null
        ? null
        : html`<caption>
            ${caption}
          </caption>`
    }
    <thead>
      <tr>
        ${columns.map(headOf)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function headOf(column: Column): Html {
  if (column === null) return html`<td></td>`
  return typeof column === 'string'
    ? html`<th scope="col">${column}</th>`
    : html`<th scope="col" class="number">${column.number}</th>`
}

/** What may be wider than the page, and is moved in its place. */
export function scrolled(label: string, content: Html): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${content}</div>`
}

/** Names and what they are; those of which nothing is known are left out. */
export function factList(kind: string, rows: readonly (readonly [name: string, value: Html | string])[]): Html {
  const shown = rows.filter(([, value]) => value !== '')
  return html`<dl class="${kind}">
    ${shown.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
