export interface FrameSize {
  readonly width: number
  readonly height: number
}

/** RGBA of 8 bits a channel, rows from the top. */
export interface RgbaPixels extends FrameSize {
  readonly data: Uint8Array
}

/** Lays RGBA over white, in place. */
export function layOnWhite(data: Uint8Array): void {
  for (let i = 3; i < data.length; i += 4) {
    const alpha = data[i] as number
    if (alpha === 255) continue
    for (let j = i - 3; j < i; j++) data[j] = Math.round(((data[j] as number) * alpha + 255 * (255 - alpha)) / 255)
    data[i] = 255
  }
}
