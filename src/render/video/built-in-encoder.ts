import { writeFile } from 'node:fs/promises'
import type * as H264 from 'h264-mp4-encoder'
import type { FrameSink, SinkOptions } from './frame-sink.ts'
import { moveIndexFirst } from './move-index-first.ts'
import { tagColours } from './colour-tags.ts'
import { colourTags, toYuv } from './to-yuv.ts'

/** Found by looking at thin lines and small text: lower is better and larger. */
const QUANTIZATION = 26
/** 0 is slowest, 10 fastest. */
const SPEED = 10

/** The encoder that comes with the package: minih264 as WebAssembly. It holds the encoded video in memory until the end. */
export async function openBuiltIn({ width, height, frameRate, target }: SinkOptions): Promise<FrameSink> {
  // CommonJS of which Node does not see what it exports.
  const { default: module } = (await import('h264-mp4-encoder')) as unknown as { default: typeof H264 }
  const encoder = await module.createH264MP4Encoder()
  Object.assign(encoder, {
    width,
    height,
    frameRate,
    speed: SPEED,
    quantizationParameter: QUANTIZATION,
    groupOfPictures: Math.ceil(frameRate * 2),
  })
  const name = freeName(encoder.FS)
  encoder.outputFilename = name
  encoder.FS.writeFile(name, '') // takes the name
  encoder.initialize()
  const yuv = new Uint8Array((width * height * 3) / 2)
  let open = true
  /** What was encoded. An encoder that is deleted without its end takes all others of the process with it. */
  const close = (): Uint8Array | null => {
    if (!open) return null
    open = false
    encoder.finalize()
    const video = encoder.FS.readFile(name)
    encoder.delete()
    encoder.FS.unlink(name)
    return video
  }
  return {
    name: 'built-in',
    async write(pixels) {
      toYuv(pixels, { width, height }, yuv)
      encoder.addFrameYuv(yuv)
    },
    async finish() {
      const { buffer, byteOffset, byteLength } = close() ?? new Uint8Array()
      const video = tagColours(Buffer.from(buffer, byteOffset, byteLength), colourTags({ height }))
      await writeFile(target, moveIndexFirst(video))
    },
    async abort() {
      close()
    },
  }
}

/** All encoders of a process share a file system, in memory. */
function freeName(files: typeof H264.FS): string {
  const taken = new Set<string>(files.readdir('.') as readonly string[])
  for (let i = 0; ; i++) if (!taken.has(`${i}.mp4`)) return `${i}.mp4`
}
