/** Bytes of a name or a context in a path, of which one segment may hold both: at most 255. */
const LONGEST = 100

/** Names that some system keeps to itself, and that of the sealed file. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|series\.parquet)$/i

/** The folder of a series' files below `tracked/`: its name with what file systems and shells trip over replaced. */
export function mediaFolder(name: string, context: object | null, isTaken: (folder: string) => boolean): string {
  const path = name.split('/').map(safeSegment).join('/')
  const suffix =
    context === null
      ? ''
      : `@${safeSegment(
          Object.entries(context)
            .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
            .join(','),
        )}`
  const folder = `tracked/${path}${suffix}`
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? folder : `${folder}~${n}`
    if (!isTaken(candidate)) return candidate
  }
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

/** A file's name without extension: the step, with zeros before it so that names sort as steps do. */
export function stepName(step: number): string {
  const text = String(Math.abs(step)).replaceAll('+', '')
  const whole = /^\d+/.exec(text)?.[0] ?? ''
  return `${step < 0 ? '-' : ''}${whole.padStart(6, '0')}${text.slice(whole.length)}`
}
