import type { FrameSize } from '../raster/pixels.ts'

export interface SinkOptions extends FrameSize {
  readonly frameRate: number
  /** Absolute path of the `.mp4`. */
  readonly target: string
}

/** What takes frames, one after the other, and makes a video of them. */
export interface FrameSink {
  readonly name: 'ffmpeg' | 'built-in'
  /** RGBA, rows from the top. Settles when it takes the next one. */
  write(pixels: Uint8Array): Promise<void>
  /** Settles when the file is complete. */
  finish(): Promise<void>
  /** Lets go of everything but the file. */
  abort(): Promise<void>
}
