import type { Visual } from '../api/visual.ts'
import { maskValues } from '../secrets/mask-values.ts'
import type { Redactor } from '../secrets/redactor.ts'

/** Where files are: names of the run's have no secret, and masked they would not be found. */
const FILES: ReadonlySet<string> = new Set(['file', 'type', 'media'])

/** A visual without secrets, before anything is drawn of it: what is drawn lays texts out, and no picture can be masked. */
export function maskVisual(redactor: Redactor, visual: Visual): Visual {
  switch (visual.type) {
    case 'images':
    case 'files':
      return maskValues(redactor, visual, { fixed: FILES })
    case 'table':
      return maskValues(redactor, { ...visual, records: [...visual.records] })
    case 'document':
      return maskValues(redactor, { ...visual, entries: [...visual.entries] })
    default:
      return maskValues(redactor, visual)
  }
}
