import stringWidth from 'string-width'

/** Columns of a terminal that a text takes: two for a wide character, none for colours and accents. */
export function textWidth(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text)
}

/** The beginning of a text that takes at most so many columns of a terminal, with `…` where something is left out. */
export function cutToWidth(text: string, most: number): string {
  if (textWidth(text) <= most) return text
  let kept = ''
  let room = most - 1
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= textWidth(segment)
    if (room < 0) break
    kept += segment
  }
  return `${kept}…`
}
