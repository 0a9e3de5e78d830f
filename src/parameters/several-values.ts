import type { Kind, MaybePromise, Place, Reading } from './kinds/kind.ts'

const HINT = 'A run has one value. To run several, write a config for each: runlab run one.yml other.yml'

/** What to do about a value that was refused and is several, `1.5,2.0` of a number; undefined where it is not. */
export function severalValuesHint(kind: Kind, value: unknown, place: Place): string | undefined {
  if (kind.readAll !== undefined) return undefined
  const pieces: unknown = typeof value === 'string' ? value.split(',').map((piece) => piece.trim()) : value
  if (!Array.isArray(pieces) || pieces.length < 2 || pieces.includes('')) return undefined
  const read = (piece: unknown): MaybePromise<Reading> =>
    typeof value === 'string' ? kind.read(String(piece), place) : kind.check(piece, place)
  return pieces.every((piece: unknown) => isAccepted(read(piece))) ? HINT : undefined
}

/** Kinds that answer later are not waited for. */
function isAccepted(reading: MaybePromise<Reading>): boolean {
  if (!(reading instanceof Promise)) return reading.ok
  reading.catch(() => undefined)
  return false
}
