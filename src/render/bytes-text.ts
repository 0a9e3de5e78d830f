const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size for people: `812 B`, `4.2 kB`, `1.3 GB`. */
export function bytesText(bytes: number): string {
  let [value, power] = [bytes, 0]
  // From where it would be rounded to a thousand.
  while (value >= 999.5 && power < UNITS.length - 1) [value, power] = [value / 1000, power + 1]
  return `${power === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`
}
