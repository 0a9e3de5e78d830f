import { isPlainObject } from '../../internal/is-plain-object.ts'
import { breakable } from '../breakable.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { countText, cutText } from '../report-texts.ts'
import { table } from '../table.ts'
import { ValueBudget, valueHtml } from '../value-html.ts'

const MOST = 400
/** Subtrees deeper than this are not indented more. */
const DEEPEST_INDENT = 5

type Tree = Readonly<Record<string, unknown>>

/** The value tree, a row a value and one a subtree; null where nothing was set. */
export function values({ run, files }: ReportRun): Html | null {
  const tree = run.values
  if (Object.keys(tree).length === 0) return null
  const found: Found = { rows: [], leaves: 0, budget: new ValueBudget() }
  collect(tree, { found, depth: 0, above: '' })
  const left = found.leaves > MOST || found.budget.isSpent
  const sentence = `The first ${countText(Math.min(MOST, found.leaves))} of ${countText(found.leaves)} values are shown. All are in `
  return html`${table({ kind: 'values', caption: 'What the run set, last value of each', columns: ['Name', 'Value'], rows: found.rows })}
  ${left ? html`<p class="cut">${sentence}${files.link('experiment_data.json')}.</p>` : null}`
}

interface Found {
  readonly rows: Html[]
  leaves: number
  readonly budget: ValueBudget
}

interface Level {
  readonly found: Found
  readonly depth: number
  readonly above: string
}

function collect(tree: Tree, { found, depth, above }: Level): void {
  const indent = `d${Math.min(depth, DEEPEST_INDENT)}`
  for (const [key, value] of Object.entries(tree)) {
    const path = `${above}${key}`
    if (isPlainObject(value) && Object.keys(value).length > 0) {
      if (found.leaves < MOST)
        found.rows.push(
          html`<tr class="tree">
            <th scope="row" colspan="2" class="${indent}">${breakable(cutText(key, 200))}</th>
          </tr>`,
        )
      collect(value, { found, depth: depth + 1, above: `${path}/` })
      continue
    }
    found.leaves += 1
    if (found.leaves > MOST) continue
    const shown = valueHtml(value, { budget: found.budget, name: cutText(path, 200) })
    found.rows.push(
      html`<tr>
        <th scope="row" class="${indent}">${breakable(cutText(key, 200))}</th>
        <td>${shown}</td>
      </tr>`,
    )
  }
}
