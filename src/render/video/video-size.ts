import type { FrameSize } from '../raster/pixels.ts'

/** Longest side of a video, and the width up to which small images are enlarged. */
const LARGEST = 1920
const SMALLEST = 320
/** What decoders of phones take, and what a step needs below an image. */
const [LEAST, LEAST_WITH_STRIP] = [32, 160]

/** Even, as H.264 has it, and neither too large for phones nor too small to be seen; with room for a strip above. */
export function videoSize({ width, height }: FrameSize, strip: number): FrameSize {
  const fit = Math.min(LARGEST / width, (LARGEST - strip) / height)
  const factor = fit < 1 ? fit : Math.max(1, Math.floor(SMALLEST / Math.max(width, height)))
  const least = strip === 0 ? LEAST : LEAST_WITH_STRIP
  return { width: even(Math.max(least, width * factor)), height: even(Math.max(LEAST, height * factor) + strip) }
}

function even(pixels: number): number {
  return 2 * Math.ceil(Math.round(pixels) / 2)
}

/** Frames a second, so that a video lasts about ten seconds: a tenth of the frames, of 2 to 30. */
export function chooseFrameRate(frames: number): number {
  return Math.min(30, Math.max(2, Math.round(frames / 10)))
}
