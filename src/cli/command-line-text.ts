/** What was typed, so that the table can be made again. */
export function commandLine(): string {
  return ['runlab', ...process.argv.slice(2)]
    .map((word) => (/^[\w./=,:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}
