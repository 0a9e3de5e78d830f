const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['on', true],
  ['off', false],
  ['1', true],
  ['0', false],
])

/** The truth value that a word stands for; null when it is none. */
export function readBooleanText(text: string): boolean | null {
  return WORDS.get(text.trim().toLowerCase()) ?? null
}
