import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { RgbaPixels } from './pixels.ts'
import { UnreadableImage } from './unreadable-image.ts'

/** A WebP of one pixel. */
const SMALLEST = Buffer.from('UklGRhoAAABXRUJQVlA4TA4AAAAvAAAAAAcQEf0PRET/Aw==', 'base64')

type Decode = (bytes: Uint8Array) => Promise<Omit<RgbaPixels, 'data'> & { readonly data: Uint8ClampedArray }>

let decoder: Promise<Decode> | undefined

/** The pixels of a WebP, with transparency. Animated ones cannot be decoded. Rejects with UnreadableImage. */
export async function decodeWebp(bytes: Buffer): Promise<RgbaPixels> {
  // Bit 1 of the extended header's flags.
  if (bytes.toString('latin1', 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0)
    throw new UnreadableImage('animated WebP cannot be decoded')
  decoder ??= loadDecoder()
  const decode = await decoder
  try {
    const { width, height, data } = await decode(bytes)
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  } catch (error) {
    decoder = undefined // one that has run out of memory decodes nothing more
    throw new UnreadableImage('it cannot be decoded', { cause: error })
  }
}

/** libwebp as WebAssembly. It puts an `ImageData` among the globals and takes it from there once: it goes again. */
async function loadDecoder(): Promise<Decode> {
  const isOurs = !('ImageData' in globalThis)
  const module = await import('@jsquash/webp/decode.js')
  const decode = module.default as unknown as Decode
  const wasm = createRequire(import.meta.url).resolve('@jsquash/webp/codec/dec/webp_dec.wasm')
  await module.init({ wasmBinary: await readFile(wasm) })
  await decode(SMALLEST)
  if (isOurs) Reflect.deleteProperty(globalThis, 'ImageData')
  return decode
}
