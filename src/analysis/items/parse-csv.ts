/** A file of comma-separated values after RFC 4180: rows of fields. Lines without anything are left out. */
export function parseCsv(content: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  // A field: in quotes, where two of them stand for one, or without; then what ends it.
  for (const [, quoted, bare = '', end] of content
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/g)) {
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}
