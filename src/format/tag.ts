/** The key that marks a special value: `{ "$runlab": "Date", "value": … }`. */
export const TAG = '$runlab'

/** Levels that a value may be nested. More would overflow the stack of some reader. */
export const DEEPEST = 500

const OWN_KEY = /^\$+runlab$/
const ESCAPED_KEY = /^\$\$+runlab$/

/** A user's own key as it is written: one that looks like the tag gets one more `$`. */
export function escapeKey(key: string): string {
  return OWN_KEY.test(key) ? `$${key}` : key
}

/** The user's key of a written one. */
export function unescapeKey(key: string): string {
  return ESCAPED_KEY.test(key) ? key.slice(1) : key
}
