import { types } from 'node:util'
import type { Series } from '../../api/tracking.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isElement } from '../../internal/svg-text.ts'
import { isChart } from '../../render/figures/check-chart.ts'
import { looksLikeSpecification } from '../../render/figures/looks-like-specification.ts'
import { defineKind } from './define-kind.ts'
import { isFigure, writeFigure } from './figure.ts'
import { imageSize } from './image-size.ts'
import { isThenable } from './is-thenable.ts'
import { Misfit } from './kind.ts'
import type { Look, Surroundings, Visual, Written } from './kind.ts'
import { formatOf, isMedia, openSource } from './media-source.ts'
import { readMedia } from './media-value.ts'
import type { MediaValue } from './media-value.ts'
import { isPixelLike, toPixels } from './pixels.ts'
import type { RawImage } from './pixels.ts'
import { isWrapped } from './wrapped.ts'

/** A canvas of `@napi-rs/canvas`, `canvas` or the like. */
export interface CanvasLike {
  readonly width: number
  readonly height: number
  /** Called with `image/png`. */
  toBuffer(type: 'image/png'): Uint8Array
}

export const imageKind = defineKind<MediaValue>({
  name: 'image',
  fits: (value) => isMedia('image', value) || isCanvas(value) || isPixelLike(value) || isFigure(value),
  write({ value }, surroundings) {
    if (isCanvas(value)) return writeFile(drawn(value), surroundings)
    if (isPixelLike(value)) return writePixels(value)
    const figure = isWrapped(value) && value['~tracked'] === 'figure' ? value.value : value
    return figure !== value || isDrawable(value) ? writeFigure(figure, surroundings) : writeFile(value, surroundings)
  },
  read: readMedia,
  compile: drawImages,
})

/** A figure, or what only somebody can mean as one who asks for it. */
function isDrawable(value: unknown): boolean {
  return isFigure(value) || isElement(value) || isChart(value) || (isPlainObject(value) && looksLikeSpecification(value))
}

function isCanvas(value: unknown): value is CanvasLike {
  if (typeof value !== 'object' || value === null || !('toBuffer' in value && 'width' in value && 'height' in value)) return false
  return typeof value.toBuffer === 'function' && typeof value.width === 'number' && typeof value.height === 'number'
}

function drawn(canvas: CanvasLike): unknown {
  const bytes: unknown = canvas.toBuffer('image/png')
  if (isThenable(bytes)) {
    // Nobody waits for it any more; its failure is not to end the process.
    Promise.resolve(bytes).catch(() => undefined)
    throw new Misfit('its toBuffer() gives a promise: track what `await canvas.toBuffer(…)` gives')
  }
  if (!types.isUint8Array(bytes)) throw new Misfit(`its toBuffer() gives ${describeValue(bytes)}, expected bytes`)
  return bytes
}

function writePixels(value: RawImage): Written {
  const pixels = toPixels(value)
  const { width, height } = pixels
  return { data: { format: 'png', width, height }, file: { extension: 'png', content: { type: 'pixels', pixels } } }
}

function writeFile(value: unknown, surroundings: Surroundings): Written {
  const source = openSource(value, surroundings)
  const { format, extension } = formatOf('image', source)
  return { data: { format, ...imageSize(format, source.head) }, file: { extension, content: source.content } }
}

/** A video of all images, and some of them on a sheet. */
function drawImages(
  series: Series<MediaValue>,
  { title, options: { frameRate, showStep, step: name } }: Look,
): readonly Visual[] {
  const frames = Array.from(series, ({ step, value: { path, width, height } }) => ({ step, file: path, width, height }))
  return [{ type: 'images', title, frameRate, showStep, step: name, frames }]
}
