/** What was typed, so that the table can be made again. */
export function commandLine(): string {
  return ['runlab', ...process.argv.slice(2)].map(shellWord).join(' ')
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w./=,:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
