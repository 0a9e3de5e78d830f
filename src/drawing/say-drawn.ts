import type { VisualRecord } from '../format/visuals.ts'
import type { DrawnRun } from './draw-run.ts'

/** Series without a picture that are named. */
const MOST_NAMES = 5

/**
 * How much was drawn of what the experiment tracked and plotted, and of which series there is nothing to draw. Null where
 * that is neither. What runlab measures is not counted, and what failed is said elsewhere.
 */
export function sayDrawn({ visuals, failed }: Pick<DrawnRun, 'visuals' | 'failed'>): string | null {
  const own = visuals.filter(({ group }) => group !== 'system')
  const count = own.filter(({ form }) => form !== 'note').length
  const isEmpty = ({ form, note, series }: VisualRecord): boolean =>
    form === 'note' && series.length > 0 && !failed.includes(note ?? '')
  const empty = own.filter(isEmpty).map(({ title }) => title)
  const more = empty.length > MOST_NAMES ? ` and ${empty.length - MOST_NAMES} more` : ''
  const said = [
    ...(count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? 'picture' : 'pictures'} in visuals/`]),
    ...(empty.length === 0 ? [] : [`nothing to draw of ${empty.slice(0, MOST_NAMES).join(', ')}${more}`]),
  ]
  return said.length === 0 ? null : said.join('; ')
}
