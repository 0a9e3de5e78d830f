import type { ImageStrip } from '../api/visual.ts'
import { drawContactSheet } from '../render/sheet/draw-contact-sheet.ts'
import { encodeVideo } from '../render/video/encode-video.ts'
import type { DrawnVisual, DrawOptions } from './drawn-visual.ts'

/** A video of images over time, and a picture with some of them. */
export async function drawImages(
  strip: ImageStrip,
  { base, folder, onProgress, signal }: DrawOptions,
): Promise<readonly DrawnVisual[]> {
  const { title, frames, frameRate, showStep } = strip
  const sheetFile = `${base}.png`
  const sheet = await drawContactSheet({ frames, title, target: folder.place(sheetFile) })
  const shown = sheet.shown < frames.length ? `${sheet.shown} of ${frames.length} images` : `${count(frames.length)}`
  const drawnSheet: DrawnVisual = {
    title,
    form: 'sheet',
    files: [sheetFile],
    alt: `${title}: ${shown}, each with its step.`,
    note: sayUnreadable(sheet.skipped),
  }
  if (frames.length < 2) return [drawnSheet]
  const videoFile = `${base}.mp4`
  const video = await encodeVideo({
    frames,
    target: folder.place(videoFile),
    onProgress,
    signal,
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(showStep === undefined ? {} : { showStep }),
  })
  const alt = `Video: ${title}, ${count(video.frames)} at ${video.frameRate} a second.`
  return [{ title, form: 'video', files: [videoFile], alt, note: sayUnreadable(video.skipped) }, drawnSheet]
}

function count(frames: number): string {
  return frames === 1 ? 'one image' : `${frames.toLocaleString('en')} images`
}

function sayUnreadable(skipped: readonly { readonly step: number; readonly reason: string }[]): string | null {
  const [first] = skipped
  if (first === undefined) return null
  const more = skipped.length === 1 ? '' : `, and ${skipped.length - 1} more`
  return `Left out: the image of step ${first.step} (${first.reason})${more}.`
}
