import { keyOf } from './columns.ts'
import type { RunFields } from './run-fields.ts'
import { askAll, parseFor } from './select.ts'
import { nearest } from '../internal/nearest.ts'
import { valueText } from '../render/value-text.ts'

/** A field and a literal that it is compared with. */
const COMPARED = /(?<![\w."'\]])([a-z_]\w*(?:\.\w+|\["[^"]*"\])*)\s*==\s*("[^"]*"|'[^']*'|-?\d[\d.]*(?:e[+-]?\d+)?)/gi
const MOST = 3

/** What runs have where a filter asks for another value with ==: `params.rate is 0.1, 0.2`, the nearest first. */
export function nearValues(runs: readonly RunFields[], where: string): readonly string[] {
  return Array.from(where.matchAll(COMPARED), ([, field = '', literal = '']) => {
    const cells = askAll(runs, parseFor(runs, field)).filter((cell) => cell !== undefined && cell !== null)
    const values = [...new Map(cells.map((cell) => [keyOf(cell), cell])).values()]
    const wanted = /^["']/.test(literal) ? literal.slice(1, -1) : Number(literal)
    if (values.length === 0 || values.includes(wanted)) return null
    const shown = sorted(values, wanted).slice(0, MOST)
    return `${field} is ${shown.map((value) => valueText(value, 30)).join(', ')}${values.length > MOST ? ', …' : ''}`
  }).filter((text) => text !== null)
}

function sorted(values: readonly unknown[], wanted: string | number): readonly unknown[] {
  if (typeof wanted === 'number') return values.toSorted((a, b) => Math.abs(Number(a) - wanted) - Math.abs(Number(b) - wanted))
  const meant = nearest(wanted, values.map(String))
  return values.toSorted((a, b) => Number(String(b) === meant) - Number(String(a) === meant))
}
