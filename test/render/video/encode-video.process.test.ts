import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeVideo } from '../../../src/render/video/encode-video.ts'
import type { VideoFrame } from '../../../src/render/video/encode-video.ts'
import { testWith } from '../../support/needs.ts'
import { until } from '../../support/waiting.ts'
import { makePng, plainPng } from '../raster/make-png.ts'
import { ANIMATED_WEBP, GIF, JPEG, SVG, WEBP } from '../raster/sample-files.ts'
import { bitsOf, readMp4 } from './read-mp4.ts'
import type { Mp4 } from './read-mp4.ts'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'runlab-video-'))))
afterEach(() => void vi.unstubAllEnvs())

/** Files in the folder of the test, one a step. */
function frames(...contents: readonly (Buffer | string)[]): VideoFrame[] {
  return contents.map((content, step) => {
    const file = join(folder, `frame-${step}`)
    writeFileSync(file, content)
    return { file, step }
  })
}

function many(count: number): VideoFrame[] {
  const [frame] = frames(plainPng(64, 48)) as [VideoFrame]
  return Array.from({ length: count }, (_, step) => ({ ...frame, step }))
}

const target = (): string => join(folder, 'video.mp4')
const video = (): Mp4 => readMp4(readFileSync(target()))
const left = (): string[] => readdirSync(folder).filter((name) => !name.startsWith('frame-') && name !== 'bin')

/** The colour of a pixel in the middle of a decoded frame, and such a share from its top. */
function middle(frame: number, { width, height }: { width: number; height: number }, share = 0.5): number[] {
  const filter = `select=eq(n\\,${frame})`
  const { stdout } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', target(), '-vf', filter, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    {
      maxBuffer: 1e8,
    },
  )
  return [...stdout.subarray(Math.floor(height * share) * width * 3 + (width >> 1) * 3).subarray(0, 3)]
}

describe.each(['built-in', 'ffmpeg'] as const)('a video of the encoder %s', (encoder) => {
  const make = testWith(encoder === 'built-in' || hasFfmpeg, 'needs ffmpeg')
  const makeAndDecode = testWith(hasFfmpeg, 'needs ffmpeg')

  make('is an MP4 of H.264 with every frame', async () => {
    const progress: string[] = []
    const made = await encodeVideo({
      frames: many(30),
      target: target(),
      encoder,
      onProgress: (done, all) => progress.push(`${done}/${all}`),
    })
    expect(made).toEqual({ width: 320, height: 240, frameRate: 3, frames: 30, skipped: [], encoder })
    expect(video()).toMatchObject({ width: 320, height: 240, samples: 30 })
    expect(video().seconds).toBeCloseTo(10, 1)
    const { boxes } = video()
    expect(boxes[0]).toBe('ftyp')
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat')) // it plays while it is loaded
    expect([progress[0], progress.at(-1), progress.length]).toEqual(['1/30', '30/30', 30])
    expect(left()).toEqual(['video.mp4'])
  })

  make('has even sides, and takes images of different sizes', async () => {
    const made = await encodeVideo({
      frames: frames(plainPng(641, 201), plainPng(33, 481), plainPng(2, 2)),
      target: target(),
      encoder,
    })
    expect(made).toMatchObject({ width: 642, height: 482, frames: 3 })
    expect(video()).toMatchObject({ width: 642, height: 482, samples: 3 })
  })

  make('of one image lasts a second', async () => {
    const made = await encodeVideo({ frames: frames(plainPng(50, 50)), target: target(), encoder })
    expect(made).toMatchObject({ frames: 1, frameRate: 2 })
    expect(video().seconds).toBeCloseTo(1, 1)
  })

  make('leaves out what cannot be read, and says why', async () => {
    const broken = makePng({ width: 20, height: 20, type: 6, rows: [9, 9] })
    const list = [...frames(plainPng(20, 20), broken, WEBP, ANIMATED_WEBP), { step: 9, file: join(folder, 'frame-none') }]
    const made = await encodeVideo({ frames: list, target: target(), encoder })
    expect(made.frames).toBe(2)
    expect(made.skipped.map(({ step }) => step)).toEqual([1, 3, 9])
    expect(made.skipped.map(({ reason }) => reason).join('\n')).toMatch(
      /ends too early\nanimated WebP cannot be decoded.*\n.*ENOENT/,
    )
    expect(video().samples).toBe(2)
  })

  make('leaves nothing behind when it is aborted', async () => {
    const stop = new AbortController()
    const onProgress = (done: number): void => (done === 3 ? stop.abort() : undefined)
    const made = encodeVideo({ frames: many(50), target: target(), encoder, onProgress, signal: stop.signal })
    await expect(made).rejects.toThrow('aborted')
    expect(left()).toEqual([])
  })

  make('leaves nothing behind when no image can be read, and none is not asked for', async () => {
    await expect(encodeVideo({ frames: frames('no', 'none'), target: target(), encoder })).rejects.toThrow('neither PNG')
    await expect(encodeVideo({ frames: [], target: target(), encoder })).rejects.toThrow('there are no images')
    expect(left()).toEqual([])
  })

  make('rejects where its folder is missing', async () => {
    await expect(encodeVideo({ frames: many(2), target: join(folder, 'none', 'x.mp4'), encoder })).rejects.toThrow(
      /ENOENT|No such file/,
    )
  })

  make('keeps the old file until the new one is complete', async () => {
    writeFileSync(target(), 'old')
    await encodeVideo({
      frames: many(4),
      target: target(),
      encoder,
      onProgress: () => expect(readFileSync(target(), 'utf8')).toBe('old'),
    })
    expect(video().samples).toBe(4)
  })

  make('has a strip for the step', async () => {
    const made = await encodeVideo({ frames: frames(plainPng(400, 300)), target: target(), encoder, showStep: true })
    expect([made.width, made.height]).toEqual([400, 328])
  })

  makeAndDecode('has the step above its image, where no player has its controls', async () => {
    const list = frames(plainPng(400, 300, [0, 0, 0, 255]))
    const made = await encodeVideo({ frames: list, target: target(), encoder, showStep: true })
    expect(Math.min(...middle(0, made, 0.03))).toBeGreaterThan(240)
    expect(Math.max(...middle(0, made, 0.97))).toBeLessThan(15)
  })

  make('says what its colours mean, as players expect them of its size', async () => {
    for (const [height, matrix] of [
      [240, 6],
      [720, 1],
    ] as const) {
      await encodeVideo({ frames: frames(plainPng(320, height)), target: target(), encoder })
      const { colours } = video()
      expect(colours.box).toEqual([1, 13, matrix])
      // Video of an unspecified kind (5), not of full range, with colours (ITU-T H.264, E.1.1).
      expect(colours.parameters).toContain(['1', '101', '0', '1', ...[1, 13, matrix].map(bitsOf)].join(''))
    }
  })

  make('takes every format', async () => {
    const made = await encodeVideo({ frames: frames(plainPng(8, 6), JPEG, GIF, SVG), target: target(), encoder })
    expect(made).toMatchObject({ width: 320, height: 240, frames: 4, skipped: [] })
  })

  makeAndDecode('has the colours of its images', async () => {
    const colours = [
      [255, 0, 0],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
      [30, 160, 90],
    ]
    const made = await encodeVideo({
      frames: frames(...colours.map((c) => plainPng(40, 40, [...c, 255]))),
      target: target(),
      encoder,
    })
    for (const [i, colour] of colours.entries()) {
      for (const [channel, value] of middle(i, made).entries())
        expect(Math.abs(value - (colour[channel] as number))).toBeLessThan(8)
    }
  })

  make('is made several at a time', async () => {
    const list = many(12)
    const names = ['a', 'b', 'c'].map((name) => join(folder, `${name}.mp4`))
    await Promise.all(names.map(async (name, i) => await encodeVideo({ frames: list.slice(i), target: name, encoder })))
    expect(names.map((name) => readMp4(readFileSync(name)).samples)).toEqual([12, 11, 10])
  })
})

describe('without being told the encoder', () => {
  /** A folder with an ffmpeg of our own, alone on the path. */
  function onlyFfmpeg(script: string | null): void {
    const bin = mkdtempSync(join(folder, 'frame-bin-'))
    if (script !== null) {
      writeFileSync(join(bin, 'ffmpeg'), `#!/bin/sh\n${script}\n`)
      chmodSync(join(bin, 'ffmpeg'), 0o755)
    }
    vi.stubEnv('PATH', bin)
  }

  test.each([
    ['there is no ffmpeg', null],
    ['ffmpeg fails at once', 'echo Unknown encoder >&2; exit 1'],
    ['ffmpeg fails after some frames', '/usr/bin/head -c 400000 >/dev/null; exit 1'],
  ])('the built-in one is taken where %s', async (_, script) => {
    onlyFfmpeg(script)
    const made = await encodeVideo({ frames: many(6), target: target() })
    expect(made).toMatchObject({ encoder: 'built-in', frames: 6, skipped: [] })
    expect(video().samples).toBe(6)
    expect(left()).toEqual(['video.mp4'])
  })

  test('an ffmpeg does not hear the Ctrl-C of a terminal, which goes to the group of the run', async () => {
    onlyFfmpeg(`/bin/ps -o pgid= -p $$ > ${join(folder, 'frame-group')}; exit 1`)
    await encodeVideo({ frames: many(2), target: target() })
    const group = Number(readFileSync(join(folder, 'frame-group'), 'utf8'))
    const own = Number(execFileSync('/bin/ps', ['-o', 'pgid=', '-p', String(process.pid)], { encoding: 'utf8' }))
    expect([group > 0, group === own]).toEqual([true, false])
  })

  test('an ffmpeg that takes nothing is not waited for once it is aborted', async () => {
    const begun = join(folder, 'begun')
    onlyFfmpeg(`: > '${begun}'; exec /bin/sleep 1000000`)
    const stop = new AbortController()
    const made = encodeVideo({ frames: many(6), target: target(), signal: stop.signal })
    await Promise.all([
      expect(made).rejects.toThrow('aborted'),
      until('ffmpeg', () => existsSync(begun)).then(() => stop.abort()),
    ])
    rmSync(begun)
    expect(left()).toEqual([])
  })
})

describe('its size', () => {
  test.each([
    ['tiny', [28, 28], [308, 308]],
    ['one pixel', [1, 1], [320, 320]],
    ['narrow', [3, 1000], [32, 1000]],
    ['huge', [4000, 3000], [1920, 1440]],
    ['high', [100, 4000], [48, 1920]],
  ])('of %s images', async (_, [width = 0, height = 0], expected) => {
    const grey = makePng({
      width,
      height,
      type: 0,
      rows: Array.from({ length: height * (width + 1) }, (__, i) => (i % (width + 1) === 0 ? 0 : 90)),
    })
    const made = await encodeVideo({ frames: frames(grey), target: target(), encoder: 'built-in' })
    expect([made.width, made.height]).toEqual(expected)
    expect(video()).toMatchObject({ width: made.width, height: made.height })
  })

  test('has room for a step above a narrow image', async () => {
    const made = await encodeVideo({ frames: frames(plainPng(4, 500)), target: target(), encoder: 'built-in', showStep: true })
    expect([made.width, made.height]).toEqual([160, 528])
  })
})
