import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { FrameSink, SinkOptions } from './frame-sink.ts'
import { colourMatrix } from './to-yuv.ts'

/** Characters of what ffmpeg says that are kept for an error. */
const LONGEST_REASON = 2000

/** `ffmpeg` went away before the video was complete, as it does where it has no encoder for H.264. */
export class FfmpegFailed extends Error {
  override readonly name = 'FfmpegFailed'
}

/** `ffmpeg`, where it is on the path; else null. */
export async function openFfmpeg({ width, height, frameRate, target }: SinkOptions): Promise<FrameSink | null> {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(frameRate), '-i', '-']
  const output = [
    '-an',
    '-c:v',
    'libx264',
    '-crf',
    '18',
    '-preset',
    'veryfast',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart+write_colr',
  ]
  const matrix = colourMatrix({ height })
  const space = matrix === 'bt709' ? 'bt709' : 'smpte170m'
  const tags = ['-colorspace', space, '-color_primaries', 'bt709', '-color_trc', 'iec61966-2-1', '-color_range', 'tv']
  const colours = ['-vf', `scale=out_color_matrix=${matrix}:out_range=tv`, ...tags]
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output, ...colours, '-f', 'mp4', target], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true, // Ctrl-C in a terminal is for the run, which leaves drawing some seconds; the end of its input ends ffmpeg
  })
  const started = await new Promise<boolean>((resolve) =>
    child.on('spawn', () => resolve(true)).on('error', () => resolve(false)),
  )
  return started ? new Ffmpeg(child) : null
}

class Ffmpeg implements FrameSink {
  readonly name = 'ffmpeg'
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #running = true
  #said = ''

  constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = once(child, 'close').then(([code]) => {
      this.#running = false
      return code as number | null
    })
    child.stderr?.on('data', (text: Buffer) => (this.#said = (this.#said + text.toString()).slice(-LONGEST_REASON)))
    child.stdin?.on('error', () => undefined) // its end says what it died of
  }

  async write(pixels: Uint8Array): Promise<void> {
    const { stdin } = this.#child
    if (stdin === null || stdin.destroyed || !this.#running) throw await this.#failure()
    // Called when ffmpeg has taken it, and also when it never will; the next write says so.
    await new Promise<void>((resolve) => stdin.write(pixels, () => resolve()))
  }

  async finish(): Promise<void> {
    this.#child.stdin?.end()
    if ((await this.#ended) !== 0) throw await this.#failure()
  }

  async abort(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  async #failure(): Promise<FfmpegFailed> {
    const code = await this.#ended
    return new FfmpegFailed(`ffmpeg ended with ${code}: ${this.#said.trim()}`)
  }
}
