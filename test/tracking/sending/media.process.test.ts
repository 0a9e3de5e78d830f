import { createHash } from 'node:crypto'
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import type { Kind } from '../../../src/tracking/kinds/kind.ts'
import { image } from '../../../src/tracking/kinds/wrappers.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { until } from '../../support/waiting.ts'
import { endByNonsense } from './support/service-threads.ts'
import { startJournalThread, startMediaThread } from './support/start-threads.ts'
import { startTracking } from './support/start-tracking.ts'
import type { Tracking } from './support/start-tracking.ts'
import { testWith } from '../../support/needs.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-media-'))
const link = startJournalThread()
const media = startMediaThread(link.channel)
let run = ''
let number = 0
let tracking: Tracking
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
  tracking = startTracking(run, { link, media, secret: 'S3CRET-1', kinds: [blob] })
})

/** Bytes as they are, in files `.bin`. */
const blob: Kind = {
  name: 'blob',
  accepts: (value) => value instanceof DataView,
  write: (value) => ({
    data: { own: true },
    file: { extension: 'bin', content: { type: 'bytes', bytes: new Uint8Array((value as DataView).buffer) } },
  }),
  read: (data) => data,
}
const bytes = (content: string): DataView => new DataView(Uint8Array.from(Buffer.from(content)).buffer)
const pixels = (width: number, height = 1, value = 7) => ({ data: new Uint8Array(width * height).fill(value), width, height })
function canClone(): boolean {
  const file = join(root, 'clone')
  writeFileSync(file, 'x')
  try {
    copyFileSync(file, `${file}.copy`, constants.COPYFILE_FICLONE_FORCE)
    return true
  } catch {
    return false
  }
}

/** More than is copied at once. */
const largePng = (end: number): Buffer =>
  Buffer.concat([PNG.sync.write(new PNG({ width: 1, height: 1 })), Buffer.alloc(9 * 2 ** 20, end)])
const track = (...args: readonly [string, unknown, unknown?]): void => tracking.track(...args)
const settle = (): void => expect(tracking.tracker.settle()).toBe(true)
const reader = (): TrackedReader => new TrackedReader(run, new KindRegistry([blob]))
const filesOf = (name: string, context?: Record<string, unknown>): string[] =>
  [...reader().series(name, { context })].map(({ value }) => (value as { file: string }).file)

describe('files of a series', () => {
  test('lie in its folder, named by their steps, and have their size and checksum in the series', () => {
    for (let step = 0; step < 3; step++) track('blobs/a', bytes(`content ${step}`), { step: step * 10 })
    settle()
    expect([...reader().series('blobs/a')].map(({ step, value }) => ({ step, value }))).toEqual(
      [0, 1, 2].map((n) => ({
        step: n * 10,
        value: {
          own: true,
          file: `tracked/blobs/a/0000${n}0.bin`,
          size: 9,
          sha256: createHash('sha256').update(`content ${n}`).digest('hex'),
        },
      })),
    )
    expect(readFileSync(join(run, 'tracked/blobs/a/000020.bin'), 'utf8')).toBe('content 2')
  })

  test('of one step are numbered, and none is replaced', () => {
    for (let i = 0; i < 4; i++) track('x', bytes(`${i}`), { step: 5 })
    settle()
    expect(filesOf('x')).toEqual(['000005', '000005_2', '000005_3', '000005_4'].map((name) => `tracked/x/${name}.bin`))
    expect(filesOf('x').map((file) => readFileSync(join(run, file), 'utf8'))).toEqual(['0', '1', '2', '3'])
  })

  test('have names of any step', () => {
    const steps = [-3, 0.5, 1_234_567, 1e21, -1e-7]
    for (const step of steps) track('x', bytes(`${step}`), { step })
    settle()
    expect(filesOf('x')).toEqual(
      ['-000003', '000000.5', '1234567', '000001e21', '-000001e-7'].map((name) => `tracked/x/${name}.bin`),
    )
    expect([...reader().series('x')].map(({ step }) => step)).toEqual(steps)
  })

  test('lie apart for each context, and for names that a file system takes for the same', () => {
    const names = ['a', 'A', 'a?', 'a*', '../up', 'con', '.hidden', 'x'.repeat(300), '/', 'series.parquet', 'Series.Parquet/x']
    for (const name of names) track(name, bytes(name))
    track('a', bytes('with'), { context: { split: 'val/1', fold: 2 } })
    settle()
    const files = [
      ...names.map((name) => filesOf(name, name === 'a' ? {} : undefined)[0] ?? ''),
      ...filesOf('a', { fold: 2, split: 'val/1' }),
    ]
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length + 1)
    for (const file of files) expect(file).toMatch(/^tracked\/(?!\.)[^?*]+\/000000\.bin$/)
    expect(files.some((file) => file.includes('..') || /^tracked\/series\.parquet/i.test(file))).toBe(false)
    expect(files.map((file) => readFileSync(join(run, file), 'utf8'))).toEqual([...names, 'with'])
  })

  test('keep what they were when they were tracked', () => {
    const content = Uint8Array.from([1, 2, 3])
    const file = join(run, 'picture.png')
    const png = PNG.sync.write(Object.assign(new PNG({ width: 1, height: 1 }), { data: Buffer.alloc(4, 9) }))
    writeFileSync(file, png)
    track('blob', new DataView(content.buffer))
    track('image', image(file))
    content.fill(0)
    rmSync(file)
    settle()
    expect([...readFileSync(join(run, filesOf('blob')[0] ?? ''))]).toEqual([1, 2, 3])
    expect(readFileSync(join(run, filesOf('image')[0] ?? '')).equals(png)).toBe(true)
  })

  test('that are large and given by path are copied later, also where they are removed or replaced meanwhile', () => {
    const file = join(root, `${number}.png`)
    const [one, other] = [largePng(1), largePng(2)]
    writeFileSync(file, one)
    symlinkSync(file, join(run, 'link.png'))
    track('image', image(file))
    track('image', image(join(run, 'link.png')))
    writeFileSync(`${file}.new`, other)
    renameSync(`${file}.new`, file)
    track('image', image(file))
    rmSync(file)
    settle()
    expect(filesOf('image').map((name) => readFileSync(join(run, name)).at(-1))).toEqual([1, 1, 2])
    expect(readFileSync(join(run, filesOf('image')[0] ?? '')).equals(one)).toBe(true)
    expect(readdirSync(join(run, '.runlab/tracking')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('are encoded where they are raw, and masked where they are text', () => {
    track('image', pixels(3, 2, 100))
    track('drawing', image('<svg xmlns="http://www.w3.org/2000/svg"><text>S3CRET-1</text></svg>'))
    settle()
    const { width, height, data } = PNG.sync.read(readFileSync(join(run, filesOf('image')[0] ?? '')))
    expect([width, height, data[0]]).toEqual([3, 2, 100])
    expect(readFileSync(join(run, filesOf('drawing')[0] ?? ''), 'utf8')).toContain('<text>***</text>')
  })

  test('come in the order in which they were tracked, large and small ones', () => {
    for (let i = 0; i < 60; i++) track('image', i % 7 === 0 ? pixels(1000, 200, i) : pixels(1, 1, i))
    settle()
    const points = [...reader().series('image')]
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i))
    expect(points.map(({ value }) => (value as { file: string }).file)).toEqual(
      Array.from({ length: 60 }, (_, i) => `tracked/image/${String(i).padStart(6, '0')}.png`),
    )
  })

  test('of which more come than the memory may hold are waited for, and none is lost', () => {
    // The first takes so long that the others are there before it is written: 76 MB.
    const sizes = [52, ...Array.from({ length: 8 }, () => 3)].map((size) => size * 2 ** 20)
    for (const [i, size] of sizes.entries()) track('blob', new DataView(new Uint8Array(size).fill(i).buffer))
    settle()
    expect(tracking.tracker.lost).toBe(0)
    const contents = filesOf('blob').map((file) => readFileSync(join(run, file)))
    expect(contents.map((content) => [content.length, content.at(-1)])).toEqual(sizes.map((size, i) => [size, i]))
  })

  test('larger than that go alone', () => {
    track('blob', new DataView(new ArrayBuffer(65 * 2 ** 20)))
    track('blob', bytes('small'))
    settle()
    expect(filesOf('blob')).toHaveLength(2)
  })

  test('that are not what they seem are refused, and take no step', () => {
    track('image', pixels(2))
    track('image', image({ data: new Uint8Array(5), width: 2, height: 2 }))
    track('image', image('none.png'))
    track('image', pixels(2))
    settle()
    expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_VALUE', 'TRACK_VALUE'])
    expect([...reader().series('image')].map(({ step }) => step)).toEqual([0, 1])
  })

  test('leave nothing else behind', async () => {
    track('blob', bytes('a'))
    writeFileSync(join(run, 'b.png'), PNG.sync.write(new PNG({ width: 1, height: 1 })))
    track('image', image(join(run, 'b.png')))
    settle()
    expect(await tracking.media.finish()).toEqual({ type: 'finished', run, lost: 0, reason: null })
    expect(readdirSync(join(run, '.runlab/tracking')).filter((name) => name.includes('tmp'))).toEqual([])
    await link.ask(run, { type: 'seal', run, createdBy: 'test' })
    expect(readdirSync(join(run, 'tracked')).toSorted()).toEqual(['blob', 'image', 'series.parquet'])
    expect(filesOf('blob')).toEqual(['tracked/blob/000000.bin'])
  })
})

describe('where files cannot be written', () => {
  test('it is told once, and they are written when that has passed, files that were given by their path, too', async () => {
    writeFileSync(join(run, 'a.png'), PNG.sync.write(new PNG({ width: 1, height: 1 })))
    writeFileSync(join(run, 'tracked'), 'in the way')
    track('image', image(join(run, 'a.png')))
    track('blob', bytes('b'))
    expect(tracking.tracker.settle()).toBe(false)
    track('blob', bytes('c'))
    expect(tracking.failing).toEqual([true])
    rmSync(join(run, 'tracked'))
    await until('a disk that takes the files', () => tracking.tracker.settle())
    expect(tracking.failing).toEqual([true, false])
    expect(tracking.tracker.lost).toBe(0)
    expect([...filesOf('image'), ...filesOf('blob')].map((file) => existsSync(join(run, file)))).toEqual([true, true, true])
  })

  testWith(!canClone(), 'needs a file system that does not clone files')(
    'a large one that is changed before it was copied is counted, with the reason',
    async () => {
      const file = join(run, 'large.png')
      writeFileSync(file, largePng(1))
      writeFileSync(join(run, 'tracked'), 'in the way')
      track('image', image(file))
      expect(tracking.tracker.settle()).toBe(false)
      writeFileSync(file, largePng(2))
      rmSync(join(run, 'tracked'))
      await until('a disk that takes the files', () => tracking.tracker.settle())
      expect(await tracking.media.finish()).toMatchObject({ lost: 1, reason: `${file} was changed before it had been copied` })
      expect(reader().series('image').length).toBe(0)
    },
  )

  test('until the end, they are counted, with the reason', async () => {
    writeFileSync(join(run, 'tracked'), 'in the way')
    for (let i = 0; i < 3; i++) track('blob', bytes('b'))
    expect(await tracking.media.finish()).toEqual({
      type: 'finished',
      run,
      lost: 3,
      reason: expect.stringContaining('ENOTDIR') as string,
    })
    tracking.outlet.settle()
    expect(reader().series('blob').length).toBe(0)
  })
})

describe('where nobody writes them elsewhere', () => {
  test('what is lost with a thread that ends is counted, and what follows is written by the main thread', async () => {
    const mortal = { send: () => undefined, finish: async () => null, isDead: false }
    tracking = startTracking(run, { link, media: mortal, kinds: [blob] })
    for (let i = 0; i < 3; i++) track('blob', bytes(`${i}`))
    mortal.isDead = true
    for (let i = 3; i < 5; i++) track('blob', bytes(`${i}`))
    await tracking.media.finish()
    settle()
    expect(tracking.tracker.lost).toBe(3)
    expect(filesOf('blob').map((file) => readFileSync(join(run, file), 'utf8'))).toEqual(['3', '4'])
  })

  test('files of whose points the journal does not hear are counted', async () => {
    const journal = startJournalThread()
    tracking = startTracking(run, { link: journal, media: startMediaThread(journal.channel), kinds: [blob] })
    for (let i = 0; i < 3; i++) track('blob', bytes(`${i}`))
    settle()
    await endByNonsense(journal)
    track('loss', 1) // from now on the main thread writes
    for (let i = 3; i < 5; i++) track('blob', bytes(`${i}`))
    expect(await tracking.media.finish()).toMatchObject({ lost: 0 })
    expect(await tracking.outlet.sealHere('test')).toMatchObject({ report: { points: 4 } })
    expect(tracking.tracker.lost).toBe(2)
  })

  test('they are written by the main thread', async () => {
    tracking = startTracking(run, {
      link,
      media: { send: () => undefined, finish: async () => null, isDead: true },
      kinds: [blob],
    })
    for (let i = 0; i < 3; i++) track('blob', bytes(`${i}`))
    expect(await tracking.media.finish()).toMatchObject({ lost: 0 })
    settle()
    expect(filesOf('blob').map((file) => readFileSync(join(run, file), 'utf8'))).toEqual(['0', '1', '2'])
  })
})
