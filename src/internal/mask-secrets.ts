/** Shorter secrets are masked only where they are the whole text: inside a text they would hit innocent words. */
const SHORTEST_INSIDE_TEXT = 8

/** Replaces secrets in a decoded text by `***`. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) {
    if (masked === secret) return '***'
    if (secret.length >= SHORTEST_INSIDE_TEXT) masked = masked.replaceAll(secret, '***')
  }
  return masked
}
