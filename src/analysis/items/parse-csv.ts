/** A file of comma-separated values after RFC 4180: rows of fields. Lines without anything are left out. */
export function parseCsv(content: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  const endRow = (): void => {
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  for (let at = content.startsWith('\uFEFF') ? 1 : 0; at <= content.length; at++) {
    const { text, end } = content[at] === '"' ? quotedField(content, at) : { text: '', end: at }
    const stop = endOfBare(content, end)
    row.push(text + content.slice(end, stop))
    at = content.startsWith('\r\n', stop) ? stop + 1 : stop
    if (content[stop] !== ',') endRow()
  }
  return rows
}

/** A field in quotes, two of which stand for one, and where it ends. */
function quotedField(content: string, start: number): { readonly text: string; readonly end: number } {
  let end = content.indexOf('"', start + 1)
  while (end >= 0 && content[end + 1] === '"') end = content.indexOf('"', end + 2)
  const stop = end < 0 ? content.length : end
  return { text: content.slice(start + 1, stop).replaceAll('""', '"'), end: stop + 1 }
}

const ENDS = /[,\r\n]/g

function endOfBare(content: string, start: number): number {
  ENDS.lastIndex = start
  return ENDS.exec(content)?.index ?? content.length
}
