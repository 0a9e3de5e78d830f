/** Half a letter as `JSON.stringify` writes it; behind an even number of backslashes, or it is a text that reads like one. */
const HALF = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][\da-f]{2}/g

/**
 * A value as JSON that every reader takes: half a letter, as is left where a text was cut inside an emoji, becomes U+FFFD.
 * What has to keep it is tagged JSON (`encodeValue`).
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent)
  return text.includes('\\ud') ? text.replaceAll(HALF, '\uFFFD') : text
}
