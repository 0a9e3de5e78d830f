/** A duration for people: `830 ms`, `4.21 s`, `3 min 5 s`, `2 h 4 min`, `3 d 2 h`. Takes milliseconds. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${seconds.toPrecision(3)} s`
  const total = Math.round(seconds)
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ]
  const first = units.findIndex(([size]) => total >= size)
  const [[size, name], [nextSize, nextName]] = [units[first] ?? [1, 's'], units[first + 1] ?? [1, 's']]
  const rest = Math.floor((total % size) / nextSize)
  return rest === 0 ? `${Math.floor(total / size)} ${name}` : `${Math.floor(total / size)} ${name} ${rest} ${nextName}`
}
