/** RGB, 0–255, rows from the top: what `e.track` takes as an image. */
export interface RawImage {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}
