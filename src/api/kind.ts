import type { JsonObject, JsonValue } from '../format/json-value.ts'
import type { Series } from './tracking.ts'
import type { Visual, VisualOptions } from './visual.ts'

/**
 * A kind of data that a series can hold. A series has the kind that accepts its first value, and keeps it.
 *
 * Guarantees: `accepts` is cheap and throws nothing. `write` reads the value once, on the calling thread, and what it gives
 * shares nothing with the value that may change afterwards, but for bytes, which the tracker copies. `read` is given what
 * `write` gave, years later, and executes nothing of the archive.
 */
export interface Kind<V = unknown> {
  /** Lower-case, e.g. `image`; in the archive for good. */
  readonly name: string
  /** Whether a value is of this kind. */
  accepts(value: unknown): boolean
  /** What is kept of a value that is accepted. Throws Misfit where it is not what it seemed. */
  write(value: unknown, surroundings: Surroundings): Written
  /** What a reader gets. Throws Misfit where the data is not what `write` gives. */
  read(data: JsonValue, place: Place): V
  /**
   * What a series of this kind looks like, in the order to show it: asked when the run has ended, and again by `runlab draw`.
   * A table of its values when left out.
   */
  compile?(series: Series<V>, look: Look): readonly Visual[]
}

/** How a series is asked to look. */
export interface Look {
  /** What to call it: the experiment's title for it, or its name and context. */
  readonly title: string
  /** Of the axis of its values, with the unit. */
  readonly label: string
  readonly options: VisualOptions
}

/** What `write` may look at besides the value. */
export interface Surroundings {
  /** What relative paths start from. */
  readonly cwd: string
}

/** Where a point lies that is read. */
export interface Place {
  /** Absolute path of the run's folder. */
  readonly folder: string
}

/** What is kept of one value: data alone, or data and a file beside it. */
export interface Written {
  /** Goes into the series. With a file it is an object, to which `file`, `size` and `sha256` are added when that is in place. */
  readonly data: JsonValue
  readonly file?: MediaFile
}

/** A file of a series. */
export interface MediaFile {
  /** Without the dot, e.g. `png`. */
  readonly extension: string
  readonly content: MediaContent
}

/** What a file is made of. All but a path is written, and encoded where it has to be, outside of the main thread. */
export type MediaContent =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** A file to copy, by absolute path; the tracker copies it at once. */
  | { readonly type: 'path'; readonly path: string }
  /** Encoded as PNG. */
  | { readonly type: 'pixels'; readonly pixels: Pixels }
  /** Encoded as WAV. */
  | { readonly type: 'samples'; readonly samples: Samples }

/** A raw image: rows from the top, pixels from the left, channels interleaved. */
export interface Pixels {
  /** `width * height * channels` elements; bytes of 0–255, or floats of 0–1, which are clamped. */
  readonly data: Uint8Array | Float32Array | Float64Array
  readonly width: number
  readonly height: number
  /** Grey, RGB or RGBA. */
  readonly channels: 1 | 3 | 4
}

/** Raw audio. */
export interface Samples {
  /** Frames one after the other, channels interleaved: floats of −1…1, which are clamped, or 16-bit integers. */
  readonly data: Float32Array | Float64Array | Int16Array
  /** Frames a second. */
  readonly rate: number
  readonly channels: number
}

/** The data of a point whose file is in place. */
export interface MediaData extends JsonObject {
  /** Path inside the run, POSIX separators. */
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** How to track from elsewhere. */
export interface OpenTrackerOptions {
  /** Kinds of data besides runlab's own: those of the experiment. */
  readonly kinds?: readonly Kind[]
  /** Whether what cannot be tracked is thrown, in place of a warning on standard error. */
  readonly strict?: boolean
}
