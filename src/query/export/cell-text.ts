import { encodeValue } from '../../format/tagged-json.ts'
import { jsonText } from '../../internal/json-text.ts'
import { MediaFileValue } from '../../tracking/kinds/media-value.ts'

/** A value as it stands in a file of another program: text as it is, all else as tagged JSON. */
export function cellText(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(plainValue(value))
}

/** Tagged JSON; of media which file it is, and what is known of it. */
export function plainValue(value: unknown): unknown {
  return typeof value === 'string' || value instanceof MediaFileValue ? value : encodeValue(value)
}
