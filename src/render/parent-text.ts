import type { RunMeta } from '../format/meta.ts'

/** Which run started a run; null where none did. */
export function parentText({ parent, sweep, trial }: Pick<RunMeta, 'parent' | 'sweep' | 'trial'>): string | null {
  if (parent === undefined) return null
  const place = sweep === undefined ? '' : trial === undefined ? `, sweep ${sweep}` : `, trial ${trial} of ${sweep}`
  return `${parent}${place}`
}
