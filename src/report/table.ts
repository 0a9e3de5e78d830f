import { breakable } from './breakable.ts'
import { html } from './html.ts'
import type { Html, Part } from './html.ts'
import { countOf } from './report-texts.ts'

/** The head of a column: of numbers, which stand at the right; of a kind; null where the names of rows stand below it. */
export type Column =
  | string
  | { readonly number: string }
  | { readonly name: string; readonly kind: string; readonly choices?: Html }
  | null

export interface Table {
  /** How the page styles it, where not as all others. */
  readonly kind?: string
  /** What it is of, in a few words; null where that is said beside it. */
  readonly caption: Part
  readonly columns: readonly Column[]
  /** Of the columns, where it can be sorted. */
  readonly tracks?: string
  /** Of `<tr>`. */
  readonly rows: readonly Html[]
}

/** A table of the page. */
export function table({ kind, caption, columns, tracks, rows }: Table): Html {
  return html`<table${kind === undefined ? null : html` class="${kind}"`}${tracks === undefined ? null : html` style="${tracks}"`}>
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
  if (typeof column === 'string') return html`<th scope="col">${breakable(column)}</th>`
  if ('number' in column) return html`<th scope="col" class="number">${breakable(column.number)}</th>`
  const { name, kind, choices = null } = column
  return html`<th scope="col" class="${kind}">${breakable(name)}${choices}</th>`
}

/** Letters of a line on paper, as small as tables are printed, and of a cell whose text is wrapped: narrower where that is needed. */
const PAPER = 126
const WRAPPED = [32, 20, 14]
const GAP = 2

/** How many columns of so many letters have room side by side on paper. The first one always has. */
export function columnsThatFit(widths: readonly number[], room = PAPER): number {
  const fitting = WRAPPED.map((wrapped) => {
    let taken = 0
    const end = widths.findIndex((width) => (taken += Math.min(width, wrapped) + GAP) > room)
    return end === -1 ? widths.length : Math.max(1, end)
  })
  return Math.max(...fitting)
}

export interface Rest {
  /** Null where there are more than were counted. */
  readonly moreRows: number | null
  /** Rows that are shown on a screen only. */
  readonly lateRows: number
  /** All there are, those that are shown, and those of them that are printed. */
  readonly columns: number
  readonly shown: number
  readonly onPaper: number
}

/** What a table leaves out, on a screen and on paper; null where that is nothing. */
export function sayRest({ moreRows, lateRows, columns, shown, onPaper }: Rest): Html | null {
  const rowsText = (more: number | null): string | null =>
    more === null ? 'more rows' : more === 0 ? null : countOf(more, 'more row')
  const say = (rows: number | null, left: number): string =>
    [rowsText(rows), left === 0 ? null : countOf(left, 'more column')].filter((part) => part !== null).join(' and ')
  const [onScreen, printed] = [
    say(moreRows, columns - shown),
    say(moreRows === null ? null : moreRows + lateRows, columns - onPaper),
  ]
  if (printed === '') return null
  if (onScreen === printed) return html`<p class="cut">… and ${printed}.</p>`
  return html`${onScreen === '' ? null : html`<p class="cut on-screen">… and ${onScreen}.</p>`}
    <p class="cut on-paper">… and ${printed}.</p>`
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
