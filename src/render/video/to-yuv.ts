import type { FrameSize } from '../raster/pixels.ts'

/**
 * RGBA as yuv420p after BT.601, 16–235, into `yuv`. Sides are even. Doing it here takes half of the time that the encoder takes,
 * and a third of the bytes have to be brought into its memory.
 */
export function toYuv(data: Uint8Array, { width, height }: FrameSize, yuv: Uint8Array): void {
  let [u, v] = [width * height, (width * height * 5) / 4]
  for (let y = 0; y < height; y += 2) {
    let [i, j, a, b] = [y * width * 4, (y + 1) * width * 4, y * width, (y + 1) * width]
    for (let x = 0; x < width; x += 2, i += 8, j += 8, a += 2, b += 2) {
      yuv[a] = brightness(data, i)
      yuv[a + 1] = brightness(data, i + 4)
      yuv[b] = brightness(data, j)
      yuv[b + 1] = brightness(data, j + 4)
      const red = sum(data, i, j)
      const green = sum(data, i + 1, j + 1)
      const blue = sum(data, i + 2, j + 2)
      yuv[u++] = (-9714 * red - 19070 * green + 28784 * blue + 33685504) >> 18
      yuv[v++] = (28784 * red - 24103 * green - 4681 * blue + 33685504) >> 18
    }
  }
}

function brightness(data: Uint8Array, i: number): number {
  return (16829 * (data[i] as number) + 33039 * (data[i + 1] as number) + 6416 * (data[i + 2] as number) + 1081344) >> 16
}

/** One channel of two by two pixels. */
function sum(data: Uint8Array, i: number, j: number): number {
  return (data[i] as number) + (data[i + 4] as number) + (data[j] as number) + (data[j + 4] as number)
}
