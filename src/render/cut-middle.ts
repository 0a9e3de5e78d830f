/** Text of at most `most` characters: of what is longer the middle is left out, since names differ at their ends. */
export function cutMiddle(text: string, most: number): string {
  // Of what is very long, only what may be kept is taken apart: a letter is at most two units.
  const ends = text.length > 4 * most + 4 ? text.slice(0, 2 * most) + text.slice(-2 * most) : text
  const letters = Array.from(ends)
  if (letters.length <= most) return text
  const tail = Math.floor((most - 1) / 2)
  return `${letters.slice(0, most - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`
}
