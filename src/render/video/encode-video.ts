import { rename, rm } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { attempt } from '../raster/attempt.ts'
import type { SkippedImage } from '../raster/attempt.ts'
import { imageSize, loadImage } from '../raster/load-image.ts'
import type { FrameSize } from '../raster/load-image.ts'
import { renderFrame, STRIP } from '../raster/render-frame.ts'
import { openBuiltIn } from './built-in-encoder.ts'
import type { FrameSink } from './frame-sink.ts'
import { openFfmpeg } from './ffmpeg.ts'

export interface VideoOptions {
  readonly frames: readonly VideoFrame[]
  /** Absolute path of the `.mp4`. */
  readonly target: string
  /** Frames a second; chosen so that the video lasts about ten seconds, of 2 to 30, when left out. */
  readonly frameRate?: number | undefined
  /** Whether each frame has its step below it. */
  readonly showStep?: boolean | undefined
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
  /** In place of `ffmpeg` where that is on the path, and what comes with the package elsewhere. */
  readonly encoder?: 'ffmpeg' | 'built-in'
}

export interface VideoFrame {
  readonly step: number
  /** Absolute path of PNG, JPEG, GIF, WebP or SVG. */
  readonly file: string
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

/** Longest side of a video, and the width up to which small images are enlarged. */
const LARGEST = 1920
const SMALLEST = 320

/**
 * Makes an MP4 of images: H.264, yuv420p, of even size, as browsers and phones play it. Images of other sizes than the largest
 * are fitted; one that cannot be read is left out. Two frames are in memory at a time. The target is there once it is complete.
 * Rejects where there is no image that can be read, the target cannot be written, or `signal` is aborted.
 */
export async function encodeVideo(options: VideoOptions): Promise<EncodedVideo> {
  const { frames, target, showStep = false, signal } = options
  const size = videoSize((await measure(frames, signal)) ?? { width: SMALLEST, height: SMALLEST }, showStep ? STRIP : 0)
  const frameRate = options.frameRate ?? Math.min(30, Math.max(2, Math.round(frames.length / 10)))
  const temporary = `${target}.partial.mp4`
  const sink = await open(options.encoder, { ...size, frameRate, target: temporary })
  try {
    const written = await writeFrames(options, size, sink)
    await sink.finish()
    await rename(temporary, target)
    return { ...size, frameRate, encoder: sink.name, ...written }
  } catch (error) {
    await sink.abort()
    await rm(temporary, { force: true })
    throw error
  }
}

async function open(encoder: VideoOptions['encoder'], options: Parameters<typeof openBuiltIn>[0]): Promise<FrameSink> {
  const found = encoder === 'built-in' ? null : await openFfmpeg(options)
  if (found === null && encoder === 'ffmpeg') throw new Error('there is no ffmpeg with an encoder for H.264')
  return found ?? (await openBuiltIn(options))
}

type Decoded = Awaited<ReturnType<typeof attempt<Uint8Array>>>

/** Decodes one frame while the one before is encoded. */
async function writeFrames(
  { frames, showStep, onProgress, signal }: VideoOptions,
  size: FrameSize,
  sink: FrameSink,
): Promise<Pick<EncodedVideo, 'frames' | 'skipped'>> {
  const skipped: SkippedImage[] = []
  const decode = async (frame: VideoFrame | undefined): Promise<Decoded> =>
    await attempt(async () => {
      if (frame === undefined) throw new Error('there is no such image')
      const label = showStep === true ? { label: `step ${frame.step}` } : {}
      return await renderFrame(await loadImage(frame.file), { ...size, ...label })
    })
  let next = decode(frames[0])
  for (const [i, { step }] of frames.entries()) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- two frames are in memory at a time
    const pixels = await next
    next = decode(frames[i + 1])
    // oxlint-disable-next-line no-await-in-loop -- others have their turn, the decoding of the next one too
    await turn()
    if ('reason' in pixels) skipped.push({ step, reason: pixels.reason })
    // oxlint-disable-next-line no-await-in-loop -- the encoder takes one after the other
    else await sink.write(pixels.value)
    onProgress?.(i + 1, frames.length)
  }
  if (skipped.length === frames.length) throw new Error(skipped[0]?.reason ?? 'there are no images')
  return { frames: frames.length - skipped.length, skipped }
}

/** The largest width and height of all images, which are read where nobody says theirs; null where none can be read. */
async function measure(frames: readonly VideoFrame[], signal: AbortSignal | undefined): Promise<FrameSize | null> {
  let [width, height] = [0, 0]
  for (const frame of frames) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one image is in memory at a time
    const found = await sizeOf(frame)
    width = Math.max(width, found?.width ?? 0)
    height = Math.max(height, found?.height ?? 0)
  }
  return width === 0 || height === 0 ? null : { width, height }
}

async function sizeOf({ file, width, height }: VideoFrame): Promise<FrameSize | null> {
  if (width !== undefined && height !== undefined) return { width, height }
  const found = await attempt(async () => await imageSize(await loadImage(file)))
  return 'value' in found ? found.value : null // said when it is to be written
}

/** Even, as H.264 has it, and neither too large for phones nor too small to be seen. */
function videoSize({ width, height }: FrameSize, strip: number): FrameSize {
  const longest = Math.max(width, height)
  const factor = longest > LARGEST ? LARGEST / longest : Math.max(1, Math.floor(SMALLEST / longest))
  const even = (pixels: number): number => Math.max(2, 2 * Math.ceil(pixels / 2))
  return { width: even(width * factor), height: even(height * factor + strip) }
}
