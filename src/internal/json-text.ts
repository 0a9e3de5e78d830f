import { ownJson } from './own-json.ts'

/** Half a letter as `JSON.stringify` writes it; behind an even number of backslashes, or it is a text that reads like one. */
const HALF = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][\da-f]{2}/g

const CONTROL = /[\x7F-\x9F]/g

/**
 * A value as JSON that every reader takes: half a letter, as is left where a text was cut inside an emoji, becomes U+FFFD.
 * What has to keep it is tagged JSON (`encodeValue`). Control characters that JSON lets pass raw are escaped: some talk to a terminal.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = ownJson(value, indent).replaceAll(CONTROL, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
  return text.includes('\\ud') ? text.replaceAll(HALF, '\uFFFD') : text
}
