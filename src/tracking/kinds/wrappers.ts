// What experiments wrap values with. Loaded with runlab itself, so without what the kinds need.
import type { Numbers } from './array.ts'
import type { AudioOptions } from './audio.ts'
import type { HistogramOptions } from './histogram.ts'
import type { CanvasLike } from './image.ts'
import type { RawImage } from './pixels.ts'
import type { RawAudio, SampleData } from './samples.ts'
import type { Chart, FigureSource, Specification } from '../../api/visual.ts'
import type { SvgElement } from '../../internal/svg-text.ts'
import { Wrapped } from './wrapped.ts'

/**
 * Has `track` keep an image, with its width and height in pixels where the file says them. It is one of
 * - PNG, JPEG, WebP or GIF as bytes, or the path of such a file, whatever its extension; a relative path starts from the
 *   working directory;
 * - raw pixels `{ data, width, height, channels? }`, rows from the top, channels interleaved: 1 (grey), 3 (RGB) or 4 (RGBA),
 *   found from the length when left out; bytes of 0–255, or a `Float32Array`, `Float64Array` or plain array of 0–1, clamped;
 * - a canvas with `toBuffer`, whose pixels are encoded at once;
 * - SVG as text, as a path or as an element;
 * - any other figure: what Observable Plot draws, a specification of Vega-Lite, a chart of runlab's own, what `figure()` gives.
 *
 * Anything else is refused when it is tracked, and so are pixels whose length does not fit.
 *
 * ```ts
 * e.track('attention', image({ data: Float32Array.of(0, 0.5, 0.5, 1), width: 2, height: 2 }), { step: 10 })
 * ```
 */
export function image(source: Uint8Array | ArrayBuffer | string | RawImage | CanvasLike | SvgElement): Wrapped
export function image<F extends Specification | Chart | Wrapped>(figure: F): Wrapped
export function image(source: unknown): Wrapped {
  return new Wrapped('image', source)
}

/**
 * Has `track` keep a figure. It is one of
 * - a specification of Vega-Lite (or Vega), a plain object, kept as JSON; without `$schema` it counts as Vega-Lite;
 * - what Observable Plot draws, or another `<svg>` or `<figure>` element of whatever DOM, kept as SVG; a figure with a legend,
 *   title or caption in HTML is kept as that;
 * - SVG as text or as the path of a file;
 * - a chart of runlab's own: `{ type: 'lines', … }`, `bars`, `heat-map`, `tiles`.
 *
 * Several make a video. Anything else is refused when it is tracked, and so is a specification that JSON cannot hold.
 *
 * ```ts
 * e.track('loss curve', figure({ mark: 'line', data: { values: [{ x: 0, y: 1 }] }, encoding: { x: { field: 'x' } } }))
 * ```
 */
export function figure(source: FigureSource): Wrapped {
  return new Wrapped('figure', source)
}

/**
 * Has `track` keep how values are distributed: counts in bins, and count, smallest, largest, mean and standard deviation.
 * Values are numbers or BigInts in an array, a typed array or another iterable, which is gone through once.
 *
 * Without `bins` there are 64 of equal width, with outliers 62 where 99 % of the values lie and one on each side; for whole numbers at most 64 of a whole width, around them. Fewer where doubles
 * cannot tell so many apart. NaN and infinite values are counted beside. Refused when tracked: values that are no numbers,
 * bins that are neither a count nor ascending edges.
 *
 * ```ts
 * e.track('weights', histogram(layer.weights))
 * e.track('ages', histogram([17, 31, 44], { bins: [0, 18, 65, 120] }))
 * ```
 */
export function histogram(values: Iterable<number | bigint>, options: HistogramOptions = {}): Wrapped {
  return new Wrapped('histogram', values, options)
}

/** What the rows and columns of a matrix are called: in its pictures in place of their numbers. */
export interface MatrixNames {
  readonly rows?: readonly string[] | undefined
  readonly columns?: readonly string[] | undefined
}

/**
 * Has `track` keep numbers as a matrix, or as an array of more dimensions: `shape` has the length of each, the last index runs
 * fastest. Rows, as an array of arrays, need no shape. A typed array keeps its type, so
 * do rows of 32-bit floats; all else becomes 64-bit floats. Refused
 * when tracked: numbers that do not fill the shape, rows of different lengths, more than 256 MiB, more or fewer names than rows or columns.
 *
 * ```ts
 * e.track('confusion', matrix(Uint32Array.of(50, 2, 3, 45), [2, 2]))
 * e.track('confusion', matrix([[50, 2], [3, 45]], { rows: ['cat', 'dog'], columns: ['cat?', 'dog?'] }))
 * ```
 */
export function matrix(data: Numbers | readonly Numbers[], shape?: readonly number[], names?: MatrixNames): Wrapped
export function matrix(rows: readonly Numbers[], names: MatrixNames): Wrapped
export function matrix(data: unknown, shape?: readonly number[] | MatrixNames, names?: MatrixNames): Wrapped {
  const isShape = shape === undefined || Array.isArray(shape)
  return new Wrapped('matrix', data, isShape ? { ...names, shape } : { ...shape })
}

/**
 * Has `track` keep an array of records as a table, an empty one too. Columns come in the order in which rows first have them;
 * a cell is what `e.set` takes, and rows may lack some. Rows that are no plain objects are refused when it is tracked.
 *
 * ```ts
 * e.track('worst', table([{ id: 17, text: 'a cat', loss: 3.2 }]))
 * ```
 */
export function table(rows: readonly object[]): Wrapped {
  return new Wrapped('table', rows)
}

/**
 * Has `track` keep a string as text, also where it is SVG or the path of an image.
 * What is no string is refused when it is tracked.
 *
 * ```ts
 * e.track('prompt', text('<svg> draws a …'))
 * ```
 */
export function text(value: string): Wrapped {
  return new Wrapped('text', value)
}

/**
 * Has `track` keep a value as JSON, whatever else it could be. Takes what `e.set` takes: plain data, `Date`, `BigInt`, `Map`,
 * `Set`, typed arrays, `Buffer`, NaN; a reader gets it back as it was. Functions, symbols, promises and instances of classes
 * without `toJSON`, at any depth, are refused when the value is tracked.
 *
 * ```ts
 * e.track('config', json({ width: 2, height: 1, data: [0, 1] }))
 * ```
 */
export function json(value: unknown): Wrapped {
  return new Wrapped('json', value)
}

/**
 * Has `track` keep audio: WAV, MP3, OGG or FLAC as bytes or as the path of a file, or raw samples, which become 16-bit WAV.
 * Samples are floats of −1…1, clamped, or an `Int16Array`: one channel, several interleaved, or an array of one for each
 * channel. A relative path starts from the working directory. Refused when tracked: other content, raw samples without a
 * rate, channels of different lengths.
 *
 * ```ts
 * const samples = Float32Array.from({ length: 8000 }, (_, i) => Math.sin((i * 440 * 2 * Math.PI) / 8000))
 * e.track('tone', audio(samples, { rate: 8000 }))
 * ```
 */
export function audio(source: Uint8Array | ArrayBuffer | string | RawAudio): Wrapped
export function audio(samples: SampleData, options: AudioOptions): Wrapped
export function audio(source: unknown, options?: AudioOptions): Wrapped {
  return new Wrapped('audio', source, options)
}

/**
 * Has `track` keep a video: MP4, WebM or MOV, as bytes or as the path of a file, whatever its extension; a relative path
 * starts from the working directory. Anything else is refused when it is tracked. GIFs are images.
 *
 * ```ts
 * e.track('episode', video('out/episode-17.mp4'))
 * ```
 */
export function video(source: Uint8Array | ArrayBuffer | string): Wrapped {
  return new Wrapped('video', source)
}
