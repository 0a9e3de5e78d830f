const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/** Reads a date as ISO 8601 writes it: a day (in UTC), or a moment (local without an offset). Null when it is none. */
export function readDateText(text: string): Date | null {
  const trimmed = text.trim()
  const day = ISO.exec(trimmed)?.[1]
  if (day === undefined) return null
  const date = new Date(trimmed.replace(' ', 'T'))
  // The 30th of February would become the 2nd of March.
  const midnight = new Date(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(date.getTime()) && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
  return exists ? date : null
}
