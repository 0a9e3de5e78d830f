import type { JSX } from 'preact'
import type { CompareAnswer } from '../../../src/server/protocol-run.ts'
import { Status } from '../runs/cell.tsx'
import { linkTo } from '../state/current-address.ts'
import { valueText } from '../text/value-text.ts'

const LONGEST = 400
/** Widths of columns: the same in every part, so that runs stand below one another. */
const [NAME, RUN] = [14, 11]

/** What each run has, a column a run. */
export function FactTable({ runs, facts }: Pick<CompareAnswer, 'runs' | 'facts'>): JSX.Element {
  return (
    <div class="wide" tabIndex={0} role="group" aria-label="Runs side by side">
      <table class="part-table compared" style={{ width: `${NAME + RUN * runs.length}rem` }}>
        <thead>
          <tr>
            <td />
            {runs.map(({ id, name }) => (
              <th key={id} scope="col" class="number">
                <a href={linkTo({ view: 'run', run: id })}>{name}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td key={runs[index]?.id} class={typeof value === 'string' ? 'text' : 'number'}>
                  {name === 'status' && typeof value === 'string' ? <Status status={value} /> : valueText(value, LONGEST)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
