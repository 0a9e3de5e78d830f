export type { Visual } from '../../api/visual.ts'
export type {
  Kind,
  Look,
  MediaContent,
  MediaData,
  MediaFile,
  Pixels,
  Place,
  Samples,
  Surroundings,
  Written,
} from '../../api/kind.ts'

/** Thrown by a kind for a value that is not what it takes; the message says why: `its data has 5 elements, expected 12`. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
}
