/** Bytes of a name or a context in a path, of which one segment may hold both: at most 255. */
const LONGEST = 100

/** Names that some system keeps to itself, and that of the sealed file. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|series\.parquet)$/i

/** A series as a path: its name and context with what file systems and shells trip over replaced. Several may give the same. */
export function seriesPath(name: string, context: object | null): string {
  const path = name.split('/').map(safeSegment).join('/')
  return context === null ? path : `${path}@${safeSegment(contextText(context))}`
}

/** A context for people: `fold=2,split=val`. */
export function contextText(context: object): string {
  return Object.entries(context)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(',')
}

/** How a series is called where people and queries name it: `loss`, `loss fold=2,split=val`. */
export function summaryKey({ name, context }: { readonly name: string; readonly context: object | null }): string {
  return context === null ? name : `${name} ${contextText(context)}`
}

function safeSegment(segment: string): string {
  const safe = segment
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N} ._=,+-]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '_')
  const letters = Array.from(safe)
  while (Buffer.byteLength(letters.join('')) > LONGEST) letters.pop()
  const short = letters.join('').trimEnd()
  return short === '' || RESERVED.test(short) ? `_${short}` : short
}
