import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { audioKind } from '../../../src/tracking/kinds/audio.ts'
import type { Samples } from '../../../src/tracking/kinds/kind.ts'
import { videoKind } from '../../../src/tracking/kinds/video.ts'
import { encodeWav } from '../../../src/tracking/media/encode-wav.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { FLAC, MOV, MP3, MP4, OGG, PNG_FILE, WEBM, bytesOf, misfit, roundTrip, write } from './support.ts'
import { audio, video } from '../../../src/tracking/kinds/wrappers.ts'

const WAV = Buffer.from(encodeWav({ data: new Float32Array(8000), rate: 8000, channels: 2 }))
const AAC_LIKE = Buffer.from([0xff, 0xf1, 0x50, 0x80])

function samplesOf(value: unknown): Samples {
  const { file } = write(audioKind, value)
  if (file?.content.type !== 'samples') throw new Error(`content of type ${file?.content.type}`)
  return file.content.samples
}

describe('an audio file', () => {
  test.each<[string, Buffer, object]>([
    ['WAV', WAV, { format: 'wav', rate: 8000, channels: 2, seconds: 0.5 }],
    ['WAV that was never closed', Buffer.from(WAV).fill(255, 40, 44), { format: 'wav', rate: 8000, channels: 2 }],
    ['FLAC', FLAC, { format: 'flac', rate: 44_100, channels: 2, seconds: 2 }],
    ['MP3', MP3, { format: 'mp3', rate: 44_100, channels: 1 }],
    [
      'MP3 behind a tag',
      Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\0'), Buffer.alloc(128), MP3]),
      { format: 'mp3', rate: 44_100, channels: 1 },
    ],
    ['OGG', OGG, { format: 'ogg' }],
  ])('is kept as it is, with what its header says: %s', (_title, bytes, data) => {
    const written = write(audioKind, bytes)
    expect(written).toMatchObject({ file: { extension: (data as { format: string }).format } })
    expect(written.data).toEqual(data)
    expect(bytesOf(written)).toEqual(bytes)
  })

  test('need not have all of its header', () => {
    for (const bytes of [WAV, FLAC])
      for (let length = 12; length < 44; length++) write(audioKind, audio(bytes.subarray(0, length)))
  })

  test('is kept by path', () => {
    const path = join(tempFolder(), 'a.mp3')
    writeFileSync(path, FLAC)
    expect(write(audioKind, path)).toMatchObject({
      data: { format: 'flac' },
      file: { extension: 'flac', content: { type: 'path', path } },
    })
  })

  test('is refused when its content is something else', () => {
    expect(misfit(() => write(audioKind, audio(AAC_LIKE)))).toBe('its content is none of WAV, MP3, OGG and FLAC')
    expect(misfit(() => write(audioKind, audio(PNG_FILE)))).toBe('its content is PNG, none of WAV, MP3, OGG and FLAC')
    expect(misfit(() => write(audioKind, audio({ a: 1 } as any)))).toBe('it is an object, neither bytes nor the path of a file')
  })
})

describe('samples', () => {
  test('are kept with rate, channels and length', () => {
    const { data, file } = write(audioKind, audio(new Float32Array(12_000), { rate: 8000, channels: 3 }))
    expect(data).toEqual({ format: 'wav', rate: 8000, channels: 3, seconds: 0.5 })
    expect(file?.extension).toBe('wav')
    expect(write(audioKind, { samples: [0, 0.5], sampleRate: 4 }).data).toEqual({
      format: 'wav',
      rate: 4,
      channels: 1,
      seconds: 0.5,
    })
  })

  test('are copied, integers as they are and all else as floats', () => {
    const floats = Float32Array.of(0.5, -1)
    const samples = samplesOf(audio(floats, { rate: 1 }))
    floats.fill(9)
    expect(samples).toEqual({ data: Float32Array.of(0.5, -1), rate: 1, channels: 1 })
    const integers = Int16Array.of(1, 2)
    const kept = samplesOf(audio(integers, { rate: 1 }))
    integers.fill(9)
    expect(kept.data).toEqual(Int16Array.of(1, 2))
    expect(samplesOf(audio(Float64Array.of(0.5), { rate: 1 })).data).toEqual(Float32Array.of(0.5))
    expect(samplesOf(audio([0.5, 1], { rate: 1 })).data).toEqual(Float32Array.of(0.5, 1))
  })

  test('of one array a channel are interleaved', () => {
    expect(samplesOf(audio([Int16Array.of(1, 2), Int16Array.of(3, 4)], { rate: 1 }))).toEqual({
      data: Int16Array.of(1, 3, 2, 4),
      rate: 1,
      channels: 2,
    })
    expect(samplesOf({ samples: [[0, 0.5], Float32Array.of(1, -1)], rate: 1 }).data).toEqual(Float32Array.of(0, 1, 0.5, -1))
  })

  test('are refused when they do not fit together', () => {
    const refusal = (samples: unknown, options?: unknown): string =>
      misfit(() => write(audioKind, audio(samples as any, options as any)))
    const expected = 'expected an integer of 1…1048576 frames a second'
    expect(refusal([0.5])).toBe(`its rate is undefined, ${expected}`)
    expect(refusal([0.5], { rate: 0 })).toBe(`its rate is 0, ${expected}`)
    expect(refusal([0.5], { rate: 2 ** 20 + 1 })).toBe(`its rate is 1048577, ${expected}`)
    expect(refusal([0.5], { rate: Number.NaN })).toBe(`its rate is NaN, ${expected}`)
    expect(refusal([0.5], { rate: 1, channels: 0 })).toBe('its channels are 0, expected an integer of 1…1024')
    expect(refusal([0.5], { rate: 1, channels: 2 })).toBe('it has 1 samples, expected a multiple of its 2 channels')
    expect(refusal([[0.5], [0, 0.5]], { rate: 1 })).toBe('its channels have 1, 2 samples, expected one length')
    expect(refusal([[0.5], [0]], { rate: 1, channels: 3 })).toBe('it has 2 channels, expected 3')
    expect(refusal([Int16Array.of(1), [0.5]], { rate: 1 })).toBe('its channels are of different types')
    expect(refusal([0, 300], { rate: 1 })).toBe(
      'its samples are a plain array of integers: make it an Int16Array, or floats of −1…1',
    )
    expect(refusal(new Int32Array(1), { rate: 1 })).toBe(
      'its samples are an instance of Int32Array, expected a Float32Array (−1…1) or an Int16Array',
    )
  })
})

test('audio is read as a file of its run', () => {
  expect(roundTrip(audioKind, WAV)).toMatchObject({ file: 'tracked/x/0.wav', rate: 8000, channels: 2, seconds: 0.5 })
})

describe('a video', () => {
  test.each([
    ['mp4', MP4],
    ['webm', WEBM],
    ['mov', MOV],
  ])('is kept as it is: %s', (format, bytes) => {
    const written = write(videoKind, bytes)
    expect(written).toMatchObject({ data: { format }, file: { extension: format } })
    expect(bytesOf(written)).toEqual(bytes)
    expect(roundTrip(videoKind, bytes)).toMatchObject({ format, file: `tracked/x/0.${format}` })
  })

  test('is kept by path, whatever the extension', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'a.bin'), MP4)
    expect(write(videoKind, video('a.bin'), folder)).toMatchObject({ data: { format: 'mp4' }, file: { extension: 'mp4' } })
    expect(misfit(() => write(videoKind, video(PNG_FILE)))).toBe('its content is PNG, none of MP4, WebM and MOV')
  })
})
