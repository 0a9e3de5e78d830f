/** What one sees, as the address says it: a link to it shows the same. */
export interface Address {
  readonly where: string
  /** An expression, with `-` before it for descending; the newest first where it is empty. */
  readonly sort: string
  readonly isGrouped: boolean
  /** Expressions; null for those that the archive suggests. */
  readonly columns: readonly string[] | null
  /** Selected runs or groups by their ids. */
  readonly selected: readonly string[]
}

export const START: Address = { where: '', sort: '', isGrouped: true, columns: null, selected: [] }

/** Before the question, the view. */
const RUNS = '#/runs'

/** Reads the part of an address after `#`. What it does not know is as at the start. */
export function parseAddress(hash: string): Address {
  const [, query = ''] = hash.split(/\?(.*)/s)
  const found = new URLSearchParams(query)
  return {
    where: found.get('where') ?? '',
    sort: found.get('sort') ?? '',
    isGrouped: found.get('group') !== 'no',
    columns: found.has('column') || found.has('columns') ? found.getAll('column') : null,
    selected: found.getAll('pick'),
  }
}

/** The part of an address from `#`, without what is as at the start. */
export function formatAddress({ where, sort, isGrouped, columns, selected }: Address): string {
  const query = new URLSearchParams()
  if (where !== '') query.set('where', where)
  if (sort !== '') query.set('sort', sort)
  if (!isGrouped) query.set('group', 'no')
  if (columns?.length === 0) query.set('columns', 'none')
  for (const column of columns ?? []) query.append('column', column)
  for (const id of selected) query.append('pick', id)
  const text = query.toString()
  return text === '' ? RUNS : `${RUNS}?${text}`
}
