/** Pixels that text takes in DejaVu Sans, which is wider than most: never less. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const letter of text) width += /[il.,:;|' ]/.test(letter) ? 0.36 : /[mwMW@—]/.test(letter) ? 0.95 : 0.64
  return width * size
}

/** Text cut to fit, with an ellipsis in place of what is missing. */
export function fitText(text: string, size: number, pixels: number): string {
  const letters = Array.from(text)
  if (textWidth(text, size) <= pixels) return text
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > pixels) letters.pop()
  return `${letters.join('').trimEnd()}…`
}
