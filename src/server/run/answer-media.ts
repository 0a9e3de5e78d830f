import { openRun } from '../../archive/opening/open-run.ts'
import { runlabError } from '../../errors.ts'
import { summaryKey } from '../../format/series-path.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import type { MediaAnswer } from '../protocol-run.ts'

/** Points that are sent. */
const MOST = 5000

/** The points of a series of pictures, sounds or texts. Throws SERIES_NOT_FOUND. */
export function answerMedia(folder: string, key: string): MediaAnswer {
  const run = openRun(folder)
  const named = run.tracked.find((one) => summaryKey(one) === key && one.kind !== 'number')
  if (named === undefined) {
    const suggestion = nearest(key, run.tracked.map(summaryKey))
    throw runlabError('SERIES_NOT_FOUND', { series: key, suggestion })
  }
  const series = run.series(named.name, { context: named.context, kind: named.kind })
  const points = Array.from(series, ({ step, value }) => ({ step, ...contentOf(value) })).slice(-MOST)
  return { points, count: series.length }
}

function contentOf(value: unknown): { readonly file: string | null; readonly text: string | null } {
  const file = typeof value === 'object' && value !== null && 'file' in value ? value.file : null
  if (typeof file === 'string') return { file, text: null }
  if (typeof value === 'string') return { file: null, text: value }
  return { file: null, text: isPlainObject(value) || Array.isArray(value) ? JSON.stringify(value, null, 2) : null }
}
