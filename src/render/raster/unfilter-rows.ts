/** Undoes the filters of PNG, in place: each row is its filter and then its bytes. False for a filter that PNG does not have. */
export function unfilterRows(rows: Uint8Array, stride: number, step: number): boolean {
  for (let start = 0; start < rows.length; start += stride + 1) {
    const row = { start: start + 1, end: start + 1 + stride, above: start === 0 ? null : start - stride }
    const undo = UNDO[rows[start] as number]
    if (undo === undefined) return false
    undo(rows, row, step)
  }
  return true
}

interface Row {
  readonly start: number
  readonly end: number
  /** Where the row before begins; null for the first. */
  readonly above: number | null
}

const UNDO: readonly ((bytes: Uint8Array, row: Row, step: number) => void)[] = [() => undefined, left, up, average, paeth]

function left(bytes: Uint8Array, { start, end }: Row, step: number): void {
  for (let i = start + step; i < end; i++) bytes[i] = (bytes[i] as number) + (bytes[i - step] as number)
}

function up(bytes: Uint8Array, { start, end, above }: Row): void {
  if (above === null) return
  for (let i = start, j = above; i < end; i++, j++) bytes[i] = (bytes[i] as number) + (bytes[j] as number)
}

function average(bytes: Uint8Array, { start, end, above }: Row, step: number): void {
  for (let i = start; i < end; i++) {
    const before = i - step < start ? 0 : (bytes[i - step] as number)
    const over = above === null ? 0 : (bytes[above + i - start] as number)
    bytes[i] = (bytes[i] as number) + ((before + over) >> 1)
  }
}

function paeth(bytes: Uint8Array, { start, end, above }: Row, step: number): void {
  for (let i = start; i < end; i++) {
    const j = above === null ? -1 : above + i - start
    const inside = i - step >= start
    const a = inside ? (bytes[i - step] as number) : 0
    const b = j === -1 ? 0 : (bytes[j] as number)
    const c = j === -1 || !inside ? 0 : (bytes[j - step] as number)
    const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - c - c)]
    bytes[i] = (bytes[i] as number) + (toA <= toB && toA <= toC ? a : toB <= toC ? b : c)
  }
}
