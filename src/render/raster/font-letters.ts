import { readFileSync } from 'node:fs'

/**
 * Which characters a TrueType font has glyphs for: its `cmap` table, formats 4 and 12 (OpenType specification 1.9). Throws where
 * the file is no such font.
 */
export function readLetters(file: string): (codePoint: number) => boolean {
  const font = readFileSync(file)
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const ranges = subtablesOf(view).flatMap((at) => rangesOf(view, at))
  return (codePoint) => ranges.some(([first, last]) => first <= codePoint && codePoint <= last)
}

type Range = readonly [first: number, last: number]

function subtablesOf(view: DataView): readonly number[] {
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + i * 16)
  const CMAP = 0x63_6d_61_70
  const record = tables.find((at) => view.getUint32(at) === CMAP)
  if (record === undefined) throw new Error('the font has no table of its characters')
  const cmap = view.getUint32(record + 8)
  return Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + view.getUint32(cmap + 4 + i * 8 + 4))
}

/** Ranges of characters with glyphs; of other formats none. */
function rangesOf(view: DataView, at: number): readonly Range[] {
  const format = view.getUint16(at)
  if (format === 12) {
    return Array.from({ length: view.getUint32(at + 12) }, (_, i): Range => {
      const group = at + 16 + i * 12
      return [view.getUint32(group), view.getUint32(group + 4)]
    })
  }
  if (format !== 4) return []
  const size = view.getUint16(at + 6) // twice the number of segments
  return Array.from({ length: size / 2 }, (_, i): Range => {
    const end = view.getUint16(at + 14 + i * 2)
    const start = view.getUint16(at + 16 + size + i * 2)
    return [start, Math.min(end, 0xfffe)] // the last segment is an end mark
  })
}
