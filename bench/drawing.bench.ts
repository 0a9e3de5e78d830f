/** What drawing costs when a run has ended. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePng } from '../src/tracking/media/encode-png.ts'
import { encodeVideo } from '../src/render/video/encode-video.ts'
import type { VideoFrame } from '../src/render/video/encode-video.ts'
import type { Row } from './row.ts'

const ROUNDS = 5
const [FRAMES, WIDTH, HEIGHT] = [60, 640, 480]

export async function measure(): Promise<readonly Row[]> {
  return [await videoFromNpmAlone()]
}

/** Median of some videos, after one that loads the modules. */
async function videoFromNpmAlone(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-bench-'))
  try {
    const frames = Array.from({ length: FRAMES }, (_, step) => writeFrame(folder, step))
    const times: number[] = []
    for (let round = -1; round < ROUNDS; round++) {
      const started = performance.now()
      await encodeVideo({ frames, target: join(folder, 'video.mp4'), encoder: 'built-in' })
      if (round >= 0) times.push(performance.now() - started)
    }
    const value = times.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
    return { name: 'drawing: 60 frames of 640×480, npm alone', value: value / 1000, unit: 's', bar: 1.2 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Waves that move, and thin lines: what simulations look like. */
function writeFrame(folder: string, step: number): VideoFrame {
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const wave = y % 20 === 0 ? 0 : 128 + 100 * Math.sin(x / 40 + step / 5) * Math.cos(y / 30)
      data[i++] = wave
      data[i++] = (x * 255) / WIDTH
      data[i++] = 255 - wave
    }
  }
  const file = join(folder, `${step}.png`)
  writeFileSync(file, encodePng({ data, width: WIDTH, height: HEIGHT, channels: 3 }))
  return { file, step }
}
