/** Text of at most `most` characters: of what is longer the middle is left out, since names differ at their ends. */
export function cutMiddle(text: string, most: number): string {
  const letters = Array.from(text)
  if (letters.length <= most) return text
  const tail = Math.floor((most - 1) / 2)
  return `${letters.slice(0, most - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`
}
