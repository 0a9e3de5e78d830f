import { describeValue } from '../../internal/describe-value.ts'
import { isThenable } from './is-thenable.ts'
import { isBytes } from './media-source.ts'
import { formatTitles } from './sniff.ts'
import { elementName } from './svg.ts'
import { isWrapped, wrappedKind } from './wrapped.ts'

/** Elements of an array. */
const LOOKED_AT = 1000

/** What `track` takes, in one sentence. */
export function whatIsAccepted(): string {
  return [
    'What can be tracked: numbers, booleans, text',
    `images (${formatTitles('image')} as bytes or a path, raw pixels { data, width, height }, a canvas)`,
    'figures (SVG, Observable Plot, Vega-Lite, charts of runlab)',
    `audio (${formatTitles('audio')}, or audio(samples, { rate }))`,
    `video (${formatTitles('video')})`,
    'histogram(values), vectors, matrices, tables (arrays of records), and plain data as JSON.',
  ].join('; ')
}

/** What a value is, with its article, and what may help where that can be told. Throws nothing. */
export function describeTracked(value: unknown): string {
  try {
    const what = isWrapped(value) ? `what ${value['~tracked']}() gives` : describeValue(value)
    const advice = adviceFor(value)
    return advice === null ? what : `${what} (${advice})`
  } catch {
    return 'an object that cannot be looked at'
  }
}

function adviceFor(value: unknown): string | null {
  if (isThenable(value)) return 'did you forget await?'
  if (typeof value === 'function') return 'did you forget to call it?'
  if (value instanceof Blob) return 'track new Uint8Array(await blob.arrayBuffer())'
  if (isBytes(value)) return 'not of a format that is known; wrap bytes in json() to keep them anyway'
  if (Array.isArray(value)) return adviceForArray(value)
  const element = elementName(value)
  return element === null ? null : `a <${element}> element; <svg> and <figure> can be tracked`
}

function adviceForArray(array: readonly unknown[]): string | null {
  if (array.length === 0) return 'an empty one; table([]) and new Float64Array(0) say what it would hold'
  const some = array.slice(0, LOOKED_AT)
  const first = some.map(wrappedKind).find((kind) => kind !== null)
  if (first !== undefined) return `with what ${first}() gives in it; track each by itself`
  return some.some(isThenable) ? 'of promises; did you forget await Promise.all(…)?' : null
}
