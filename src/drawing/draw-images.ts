import { readFileSync } from 'node:fs'
import type { ImageStrip } from '../api/visual.ts'
import { drawContactSheet } from '../render/sheet/draw-contact-sheet.ts'
import { encodeVideo } from '../render/video/encode-video.ts'
import type { VideoFrame } from '../render/video/encode-video.ts'
import type { DrawnVisual, DrawOptions } from './drawn-visual.ts'
import { drawFigureFrames, isUndrawn } from './figure-frames.ts'
import type { FigureFrame } from './figure-frames.ts'

/** What is said of a video besides its frames. */
interface VideoLook extends Pick<ImageStrip, 'title' | 'frameRate' | 'showStep' | 'step'> {
  /** What was left out, in a sentence. */
  readonly note?: string | null
}

interface Skipped {
  readonly step: number
  readonly reason: string
}

/** A video of images over time, and a picture with some of them. Figures among them are drawn first. */
export async function drawImages(strip: ImageStrip, options: DrawOptions): Promise<readonly DrawnVisual[]> {
  const { title, step } = strip
  const { base, folder } = options
  const { frames, failed } = await withFigures(strip, options)
  const sheetFile = `${base}.png`
  const sheet = await drawContactSheet({ frames, title, stepName: step, target: folder.place(sheetFile) })
  const shown = sheet.shown < frames.length ? `${sheet.shown} of ${frames.length} images` : `${count(frames.length)}`
  const drawnSheet: DrawnVisual = {
    title,
    form: 'sheet',
    files: [sheetFile],
    alt: `${title}: ${shown}, each with its ${step ?? 'step'}.`,
    note: sayUnreadable([...failed, ...sheet.skipped]),
  }
  return frames.length < 2 ? [drawnSheet] : [await drawVideo(strip, { frames, failed }, options), drawnSheet]
}

/** A video of figures that are drawn already. None where fewer than two are. */
export async function drawFrames(
  look: VideoLook,
  drawn: readonly FigureFrame[],
  options: DrawOptions,
): Promise<readonly DrawnVisual[]> {
  const frames = drawn.flatMap((frame) => ('svg' in frame ? [{ step: frame.step, file: { svg: frame.svg } }] : []))
  const failed = drawn.flatMap((frame) => ('reason' in frame ? [frame] : []))
  return frames.length < 2 ? [] : [await drawVideo(look, { frames, failed }, options)]
}

interface Frames {
  readonly frames: readonly VideoFrame[]
  readonly failed: readonly Skipped[]
}

async function drawVideo(
  { title, frameRate, showStep = true, step, note = null }: VideoLook,
  { frames, failed }: Frames,
  { base, folder, onProgress, signal }: DrawOptions,
): Promise<DrawnVisual> {
  const videoFile = `${base}.mp4`
  const video = await encodeVideo({
    frames,
    target: folder.place(videoFile),
    onProgress,
    signal,
    frameRate,
    showStep,
    stepName: step,
  })
  const alt = `Video: ${title}, ${count(video.frames)} at ${video.frameRate} a second.`
  return { title, form: 'video', files: [videoFile], alt, note: joined(note, sayUnreadable([...failed, ...video.skipped])) }
}

async function withFigures({ title, frames }: ImageStrip, { signal, onProgress }: DrawOptions): Promise<Frames> {
  const figures = frames.filter(({ file }) => isUndrawn(file))
  if (figures.length === 0) return { frames, failed: [] }
  const read = (file: string): string => readFileSync(file, 'utf8')
  const drawn = await drawFigureFrames(figures, { title, read, signal, onProgress })
  const drawnOf = new Map(figures.map((figure, i) => [figure, drawn[i]]))
  const shown: VideoFrame[] = []
  for (const frame of frames) {
    const figure = drawnOf.get(frame)
    if (figure === undefined) shown.push(frame)
    else if ('svg' in figure) shown.push({ step: frame.step, file: { svg: figure.svg } })
  }
  return { frames: shown, failed: drawn.flatMap((figure) => ('reason' in figure ? [figure] : [])) }
}

function joined(...notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null)
  return said.length === 0 ? null : said.join(' ')
}

function count(frames: number): string {
  return frames === 1 ? 'one image' : `${frames.toLocaleString('en')} images`
}

function sayUnreadable(skipped: readonly Skipped[]): string | null {
  const [first] = skipped
  if (first === undefined) return null
  const more = skipped.length === 1 ? '' : `, and ${skipped.length - 1} more`
  return `Left out: the image of step ${first.step} (${first.reason})${more}.`
}
