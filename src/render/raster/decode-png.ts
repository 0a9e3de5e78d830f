import { PNG } from 'pngjs'

/** Decodes a PNG into RGBA; most of it outside of this thread. Rejects with what is wrong with it. */
export async function decodePng(bytes: Buffer): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    new PNG().parse(bytes, (error: Error | null, png) => (error === null ? resolve(png.data) : reject(error)))
  })
}
