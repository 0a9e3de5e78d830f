import { writeFile } from 'node:fs/promises'
import type * as H264 from 'h264-mp4-encoder'
import type { FrameSink, SinkOptions } from './frame-sink.ts'

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
  const name = target.replaceAll('/', '_') // all encoders of a process share a file system
  encoder.outputFilename = name
  encoder.initialize()
  const close = (): void => {
    encoder.FS.unlink(name)
    encoder.delete()
  }
  return {
    name: 'built-in',
    async write(pixels) {
      encoder.addFrameRgba(pixels)
    },
    async finish() {
      encoder.finalize()
      const video = encoder.FS.readFile(name)
      close()
      await writeFile(target, video)
    },
    async abort() {
      encoder.delete()
    },
  }
}
