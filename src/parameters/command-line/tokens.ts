/** Whether a token can be the value of the flag before it: no flag, or a negative number, or `-` for a standard stream. */
export function isValueToken(token: string): boolean {
  return !token.startsWith('-') || token === '-' || /^-(?:\.?\d|Infinity$)/.test(token)
}

/** A flag and what stands behind its equals sign, if there is one. */
export function splitFlag(token: string): { readonly flag: string; readonly inline: string | undefined } {
  const equals = token.indexOf('=')
  return equals < 0 ? { flag: token, inline: undefined } : { flag: token.slice(0, equals), inline: token.slice(equals + 1) }
}

/** Whether a token can only be the value of a switch before it. */
export function isSwitchValue(token: string | undefined): token is 'true' | 'false' {
  return token === 'true' || token === 'false'
}
