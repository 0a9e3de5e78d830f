/** How long ago something was, for people, in one unit: `just now`, `40 s ago`, `3 h ago`, `2 d ago`. Takes milliseconds. */
export function agoText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 1) return 'just now'
  const units: readonly (readonly [size: number, name: string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ]
  const [size, name] = units.find(([unit]) => seconds >= unit) ?? [1, 's']
  return `${Math.floor(seconds / size)} ${name} ago`
}
