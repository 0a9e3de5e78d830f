import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { numberText } from '../charts/number-text.ts'
import { attempt } from '../raster/attempt.ts'
import type { SkippedImage } from '../raster/attempt.ts'
import { decodeFrame } from '../raster/decode-frame.ts'
import { loadImage } from '../raster/load-image.ts'
import type { SvgText } from '../raster/load-image.ts'
import type { FrameSize } from '../raster/pixels.ts'
import { openBuiltIn } from './built-in-encoder.ts'
import { FfmpegFailed, openFfmpeg } from './ffmpeg.ts'
import type { FrameSink, SinkOptions } from './frame-sink.ts'
import { drawStep } from './step-strip.ts'
import { chooseFrameRate, videoSize } from './video-size.ts'

/** Pixels for one of an SVG: letters are sharp on screens with small ones. */
const SVG_ZOOM = 2

export interface VideoOptions {
  readonly frames: readonly VideoFrame[]
  /** Absolute path of the `.mp4`. */
  readonly target: string
  /** Frames a second; a tenth of the frames, of 2 to 30, when left out: 20 to 300 of them last ten seconds. */
  readonly frameRate?: number | undefined
  /** Whether each frame has its step above it; not when left out. */
  readonly showStep?: boolean | undefined
  /** What a step is; `step` when left out. */
  readonly stepName?: string | undefined
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal | undefined
  /** In place of `ffmpeg` where that is on the path, and what comes with the package elsewhere. */
  readonly encoder?: 'ffmpeg' | 'built-in'
}

export interface VideoFrame {
  readonly step: number
  /** Absolute path of PNG, JPEG, GIF, WebP or SVG, or SVG itself. */
  readonly file: string | SvgText
  /** Pixels, where they are known. */
  readonly width?: number | undefined
  readonly height?: number | undefined
}

export interface EncodedVideo extends FrameSize {
  readonly frameRate: number
  /** Frames in it. */
  readonly frames: number
  readonly skipped: readonly SkippedImage[]
  readonly encoder: 'ffmpeg' | 'built-in'
}

/**
 * Makes an MP4 of images: H.264, yuv420p, of even size, as browsers and phones play it. Small ones are enlarged by whole factors,
 * large ones reduced to 1920 pixels, and those of other sizes fitted, on white; one that cannot be read is left out. A single image
 * is shown for two frames. Two frames are in memory at a time. The target is there once it is complete.
 * Rejects where there is no image that can be read, the target cannot be written, or `signal` is aborted.
 */
export async function encodeVideo(options: VideoOptions): Promise<EncodedVideo> {
  const { frames, target, showStep = false, signal } = options
  const measured = await measure(frames, signal)
  const size = videoSize(measured, showStep)
  const frameRate = options.frameRate ?? chooseFrameRate(frames.length)
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  const job: Job = { ...options, size, sink: { ...size, frameRate, target: temporary } }
  try {
    const { encoder, ...written } = await encode(job)
    signal?.throwIfAborted()
    await rename(temporary, target)
    return { ...size, frameRate, encoder, ...written }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

interface Job extends VideoOptions {
  readonly size: FrameSize
  readonly sink: SinkOptions
}

type Written = Pick<EncodedVideo, 'encoder' | 'frames' | 'skipped'>

/** With ffmpeg, and without where that is not there or fails. */
async function encode(job: Job): Promise<Written> {
  if (job.encoder !== 'built-in') {
    try {
      const ffmpeg = await openFfmpeg(job.sink)
      if (ffmpeg !== null) return await encodeWith(job, ffmpeg)
    } catch (error) {
      if (!(error instanceof FfmpegFailed) || job.encoder === 'ffmpeg') throw error
    }
    if (job.encoder === 'ffmpeg') throw new Error('there is no ffmpeg')
  }
  return await encodeWith(job, await openBuiltIn(job.sink))
}

async function encodeWith(job: Job, sink: FrameSink): Promise<Written> {
  const { signal } = job
  // A sink that waits for its process is waited for no longer.
  const stop = (): void => void sink.abort()
  if (sink.name === 'ffmpeg') signal?.addEventListener('abort', stop, { once: true })
  try {
    const written = await writeFrames(job, sink)
    await sink.finish()
    return { encoder: sink.name, ...written }
  } catch (error) {
    await sink.abort()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

type Decoded = Awaited<ReturnType<typeof attempt<Uint8Array>>>

/** Decodes one frame while the one before is encoded. */
async function writeFrames(job: Job, sink: FrameSink): Promise<Pick<EncodedVideo, 'frames' | 'skipped'>> {
  const { frames, onProgress, signal } = job
  const skipped: SkippedImage[] = []
  let next = decode(job, 0)
  for (const [i, { step }] of frames.entries()) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- two frames are in memory at a time
    const pixels = await next
    next = decode(job, i + 1)
    next.catch(() => undefined) // where nobody gets to it
    // oxlint-disable-next-line no-await-in-loop -- others have their turn, the decoding of the next one too
    await turn()
    signal?.throwIfAborted()
    if ('reason' in pixels) skipped.push({ step, reason: pixels.reason })
    // oxlint-disable-next-line no-await-in-loop -- the encoder takes one after the other
    else await sink.write(pixels.value)
    // oxlint-disable-next-line no-await-in-loop -- once: half a second at the least
    if (frames.length === 1 && 'value' in pixels) await sink.write(pixels.value)
    onProgress?.(i + 1, frames.length)
  }
  if (skipped.length === frames.length) throw new Error(skipped[0]?.reason ?? 'there are no images')
  return { frames: frames.length - skipped.length, skipped }
}

async function decode({ frames, size, showStep = false, stepName = 'step' }: Job, i: number): Promise<Decoded> {
  const frame = frames[i]
  if (frame === undefined) return { reason: 'there is no such image' }
  return await attempt(async () => {
    if (!showStep) return (await decodeFrame(frame.file, size)).data
    const { width, height } = size
    const strip = await drawStep(`${stepName} ${numberText(frame.step, 9)}`, width)
    const { data } = await decodeFrame(frame.file, { width, height: height - strip.length / (4 * width) })
    const whole = new Uint8Array(width * height * 4)
    whole.set(strip)
    whole.set(data, strip.length)
    return whole
  })
}

/** The largest width and height of all images, which are read where nobody says theirs. */
async function measure(frames: readonly VideoFrame[], signal: AbortSignal | undefined): Promise<FrameSize> {
  let [width, height] = [1, 1]
  for (const frame of frames) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one image is in memory at a time
    const found = await sizeOf(frame)
    width = Math.max(width, found?.width ?? 0)
    height = Math.max(height, found?.height ?? 0)
  }
  return { width, height }
}

async function sizeOf({ file, width, height }: VideoFrame): Promise<FrameSize | null> {
  if (width !== undefined && height !== undefined) return { width, height }
  const found = await attempt(async () => await loadImage(file))
  if ('reason' in found) return null // said when it is to be written
  const { type, size } = found.value
  return type === 'svg' ? { width: size.width * SVG_ZOOM, height: size.height * SVG_ZOOM } : size
}
