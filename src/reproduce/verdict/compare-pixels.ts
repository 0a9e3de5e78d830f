import { decodeImage } from '../../render/raster/decode-image.ts'
import { loadImage } from '../../render/raster/load-image.ts'
import { UnreadableImage } from '../../render/raster/unreadable-image.ts'

/** Why two pictures, by their absolute paths, do not look the same, in words; null where every pixel is the same. */
export async function comparePixels(before: string, after: string): Promise<string | null> {
  try {
    const [one, other] = [await loadImage(before), await loadImage(after)]
    if (one.size.width !== other.size.width || one.size.height !== other.size.height)
      return `${one.size.width} × ${one.size.height} pixels became ${other.size.width} × ${other.size.height}`
    const [a, b] = [await decodeImage(one, one.size), await decodeImage(other, other.size)]
    let count = 0
    for (let i = 0; i < a.data.length; i += 4) {
      if (a.data[i] !== b.data[i] || a.data[i + 1] !== b.data[i + 1] || a.data[i + 2] !== b.data[i + 2]) count += 1
    }
    return count === 0 ? null : `${count.toLocaleString('en')} of ${(a.data.length / 4).toLocaleString('en')} pixels differ`
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error
    return `the bytes differ, and the pixels cannot be compared: ${error.message}`
  }
}
