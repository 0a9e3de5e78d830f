import { formatCurves, parseCurves, START_CURVES } from './curves-address.ts'
import type { CurvesAddress } from './curves-address.ts'

const VIEWS = ['runs', 'curves', 'compare', 'run'] as const
export type View = (typeof VIEWS)[number]

/** What one sees, as the address says it: a link to it shows the same. */
export interface Address {
  readonly view: View
  /** Of the view of one run: its path in the archive. */
  readonly run: string
  readonly where: string
  /** An expression, with `-` before it for descending; the newest first where it is empty. */
  readonly sort: string
  readonly isGrouped: boolean
  /** Expressions; null for those that the archive suggests. */
  readonly columns: readonly string[] | null
  /** Selected runs or groups by their ids. */
  readonly selected: readonly string[]
  readonly curves: CurvesAddress
}

export const START: Address = {
  ...{ view: 'runs', run: '', where: '', sort: '', isGrouped: true, columns: null, selected: [] },
  curves: START_CURVES,
}

/** Reads the part of an address after `#`. What it does not know is as at the start. */
export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.split(/\?(.*)/s)
  const found = new URLSearchParams(query)
  const run = found.get('run') ?? ''
  const view = VIEWS.find((one) => path === `#/${one}`) ?? 'runs'
  return {
    // A run that is not named is none to show.
    view: view === 'run' && run === '' ? 'runs' : view,
    run,
    where: found.get('where') ?? '',
    sort: found.get('sort') ?? '',
    isGrouped: found.get('group') !== 'no',
    columns: found.has('column') || found.has('columns') ? found.getAll('column') : null,
    selected: found.getAll('pick'),
    curves: parseCurves(found),
  }
}

/** The part of an address from `#`, without what is as at the start. */
export function formatAddress({ view, run, where, sort, isGrouped, columns, selected, curves }: Address): string {
  const query = new URLSearchParams()
  if (view === 'run') query.set('run', run)
  if (where !== '') query.set('where', where)
  if (sort !== '') query.set('sort', sort)
  if (!isGrouped) query.set('group', 'no')
  if (columns?.length === 0) query.set('columns', 'none')
  for (const column of columns ?? []) query.append('column', column)
  for (const id of selected) query.append('pick', id)
  formatCurves(curves, query)
  const text = query.toString()
  return text === '' ? `#/${view}` : `#/${view}?${text}`
}
