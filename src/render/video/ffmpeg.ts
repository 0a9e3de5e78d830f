import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { FrameSink, SinkOptions } from './frame-sink.ts'

/** Bytes of what ffmpeg says that are kept for an error. */
const LONGEST_REASON = 2000

/** `ffmpeg`, where it is on the path and encodes H.264; else null. */
export async function openFfmpeg(options: SinkOptions): Promise<FrameSink | null> {
  if (!(await encodesH264())) return null
  const { width, height, frameRate, target } = options
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(frameRate), '-i', '-']
  const output = ['-an', '-c:v', 'libx264', '-crf', '18', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-movflags', '+faststart']
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output, target], { stdio: ['pipe', 'ignore', 'pipe'] })
  return new Ffmpeg(child)
}

class Ffmpeg implements FrameSink {
  readonly name = 'ffmpeg'
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #said = ''

  constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(null)))
    child.stderr?.on('data', (text: Buffer) => (this.#said = (this.#said + text.toString()).slice(-LONGEST_REASON)))
    child.stdin?.on('error', () => undefined) // `finish` says what it died of
  }

  async write(pixels: Uint8Array): Promise<void> {
    const { stdin } = this.#child
    if (stdin === null || stdin.destroyed) return
    if (!stdin.write(pixels)) await Promise.race([once(stdin, 'drain'), this.#ended])
  }

  async finish(): Promise<void> {
    this.#child.stdin?.end()
    const code = await this.#ended
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${this.#said.trim()}`)
  }

  async abort(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}

async function encodesH264(): Promise<boolean> {
  const child = spawn('ffmpeg', ['-v', 'quiet', '-encoders'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  await new Promise((resolve) => child.on('close', resolve).on('error', resolve))
  return said.includes('libx264')
}
