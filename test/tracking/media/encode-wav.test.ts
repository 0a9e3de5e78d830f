import { describe, expect, test } from 'vitest'
import { encodeWav } from '../../../src/tracking/media/encode-wav.ts'

describe('a WAV file', () => {
  test('has a header that fits its samples', () => {
    const file = Buffer.from(encodeWav({ data: new Float32Array(6), rate: 44_100, channels: 2 }))
    expect(file.length).toBe(44 + 12)
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16) + file.toString('latin1', 36, 40)).toBe(
      'RIFFWAVEfmt data',
    )
    expect({
      riff: file.readUInt32LE(4),
      format: file.readUInt16LE(20),
      channels: file.readUInt16LE(22),
      rate: file.readUInt32LE(24),
      bytesPerSecond: file.readUInt32LE(28),
      bytesPerFrame: file.readUInt16LE(32),
      bits: file.readUInt16LE(34),
      size: file.readUInt32LE(40),
    }).toEqual({ riff: 48, format: 1, channels: 2, rate: 44_100, bytesPerSecond: 176_400, bytesPerFrame: 4, bits: 16, size: 12 })
  })

  const samplesOf = (data: Float32Array | Float64Array | Int16Array): number[] => {
    const file = Buffer.from(encodeWav({ data, rate: 1, channels: 1 }))
    return Array.from(data, (_, i) => file.readInt16LE(44 + 2 * i))
  }

  test('has floats clamped to 16 bits, and NaN as silence', () => {
    expect(samplesOf(Float32Array.of(0, 1, -1, 0.5, 3, -3, Number.NaN))).toEqual([0, 32_767, -32_767, 16_384, 32_767, -32_767, 0])
    expect(samplesOf(Float64Array.of(0.25))).toEqual([8192])
  })

  test('has integers as they are', () => {
    expect(samplesOf(Int16Array.of(0, 32_767, -32_768, 5))).toEqual([0, 32_767, -32_768, 5])
  })

  test('may be empty', () => {
    expect(encodeWav({ data: new Int16Array(0), rate: 1, channels: 1 })).toHaveLength(44)
  })
})
