import type { FrameSize } from '../raster/pixels.ts'
import { stripHeight } from './step-strip.ts'

/** Longest side of a video, and the width up to which small images are enlarged. */
const LARGEST = 1920
const SMALLEST = 320
/** What decoders of phones take, and what a step needs below an image. */
const [LEAST, LEAST_WITH_STRIP] = [32, 160]

/** Even, as H.264 has it, and neither too large for phones nor too small to be seen; with room for a strip with the step above. */
export function videoSize({ width, height }: FrameSize, showStep: boolean): FrameSize {
  const strip = (factor: number): number => (showStep ? stripHeight(width * factor) : 0)
  const fit = Math.min(LARGEST / width, (LARGEST - strip(LARGEST / width)) / height)
  const factor = fit < 1 ? fit : Math.max(1, Math.floor(SMALLEST / Math.max(width, height)))
  const wide = even(Math.max(showStep ? LEAST_WITH_STRIP : LEAST, width * factor))
  return { width: wide, height: even(Math.max(LEAST, height * factor)) + (showStep ? stripHeight(wide) : 0) }
}

function even(pixels: number): number {
  return 2 * Math.ceil(Math.round(pixels) / 2)
}

/** Frames a second, so that a video lasts about ten seconds: a tenth of the frames, of 2 to 30. */
export function chooseFrameRate(frames: number): number {
  return Math.min(30, Math.max(2, Math.round(frames / 10)))
}
