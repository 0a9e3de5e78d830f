import { escapeXml } from '../escape-xml.ts'
import { cellText } from './table-cells.ts'
import type { ColumnLook } from './table-cells.ts'

/** Columns by which a table can be sorted: the style has a rule for each. */
export const MOST_SORTED = 24
/** Letters of a text where its column stops to grow, and of the words for which it has room at least. */
const WIDE = 120
const [SHORTEST, LONGEST_WORD] = [8, 18]

/**
 * Tables that are sorted without a script: each row knows its place by each column, and the choice in a head says which place
 * counts. Where a browser cannot do that, it shows an ordinary table. Widths are those of `tracksOf`, whatever a page says of cells.
 */
export const SORT_STYLE = `.sort,.unsort{display:none}
@media screen{@supports (grid-template-columns:subgrid) and selector(:has(*)){
.sortable{display:grid;justify-content:start}
.sortable thead,.sortable tbody,.sortable tr{display:grid;grid-column:1/-1;grid-template-columns:subgrid}
.sortable tr>*{max-width:none!important}
.sortable tr>.long{min-width:0!important}
.sort{display:flex;gap:.15em}
.number>.sort{justify-content:flex-end}
.sort label,label.unsort{position:relative;cursor:pointer;border-radius:2px}
.sort label{padding:0 .2em;opacity:.75}
.sort label:hover,.sort label:has(:checked){opacity:1;color:var(--ink)}
.sort label:has(:checked){font-weight:700}
.sort input,.unsort input{position:absolute;inset:0;margin:0;opacity:0;cursor:pointer}
.sort label:focus-within,.unsort:focus-within{outline:2px solid var(--link)}
:has(>*>.sortable .sort :checked)>.unsort{display:inline-block;margin:.25rem 1rem 0 0;font-size:.8125rem}
label.unsort{color:var(--link)}
${Array.from(
  { length: MOST_SORTED },
  (_, i) => `.sortable:has(.up${i}:checked) tbody tr{order:var(--u${i})}
.sortable:has(.down${i}:checked) tbody tr{order:var(--d${i},calc(0 - var(--u${i})))}`,
).join('\n')}
}}
`

/** The two choices in the head of a column. `group` is the table's own; `name` is what stands in the head. */
export function sortChoices(name: string, { column, group }: { readonly column: number; readonly group: string }): string {
  const choice = (direction: 'up' | 'down', arrow: string, how: string): string =>
    `<label title="${how}"><input type="radio" name="${group}" class="${direction}${column}" aria-label="Sort by ${escapeXml(name)}, ${how}" />${arrow}</label>`
  return `<span class="sort">${choice('up', '↑', 'ascending')}${choice('down', '↓', 'descending')}</span>`
}

/** Goes back to the order of the table, from the next to its parent. */
export function unsortChoice(group: string): string {
  return `<label class="unsort"><input type="radio" name="${group}" checked />Back to the order in which it was tracked</label>`
}

/** For each row its places, as a style. What is missing is last, whichever way. */
export function placesOf(columns: readonly (readonly unknown[])[], rows: number): readonly string[] {
  const places = Array.from({ length: rows }, (): string[] => [])
  const collator = new Intl.Collator('en', { numeric: true })
  for (const [column, values] of columns.slice(0, MOST_SORTED).entries()) {
    const keys = values.map(keyOf)
    const order = [...places.keys()].toSorted((a, b) => compare(keys[a] ?? null, keys[b] ?? null, collator))
    for (const [place, row] of order.entries()) {
      const isLast = keys[row] === null
      places[row]?.push(`--u${column}:${isLast ? rows : place}${isLast ? `;--d${column}:1` : ''}`)
    }
  }
  return places.map((each) => each.join(';'))
}

/** How wide columns are: what is short takes what it needs, texts share the rest, and have room for their words. */
export function tracksOf(looks: readonly ColumnLook[], texts: readonly (readonly string[])[]): string {
  const tracks = looks.map((look, i) => {
    if (look !== 'long') return 'auto'
    const width = Math.max(1, ...(texts[i] ?? []).map(({ length }) => length))
    const word = Math.max(0, ...(texts[i] ?? []).flatMap((text) => text.split(/\s+/)).map(({ length }) => length))
    return `minmax(${Math.min(LONGEST_WORD, Math.max(SHORTEST, word + 1))}ch,${Math.min(WIDE, width)}fr)`
  })
  return `grid-template-columns:${tracks.join(' ')}`
}

/** What a value is compared by; null where it is missing. */
type Key = number | bigint | string | null

function keyOf(value: unknown): Key {
  if (value === undefined || value === null || value === '' || Number.isNaN(value)) return null
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return Number(value)
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : cellText(value)
}

/** Numbers before texts, and what is missing last. */
function compare(a: Key, b: Key, collator: Intl.Collator): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'string') return typeof b === 'string' ? collator.compare(a, b) : 1
  if (typeof b === 'string') return -1
  return a < b ? -1 : Number(a > b)
}
