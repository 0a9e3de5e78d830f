import type { Samples } from '../kinds/kind.ts'

const HEADER_SIZE = 44
const BYTES_PER_SAMPLE = 2

/** The samples as a WAV file of 16-bit PCM. Floats are clamped to −1…1; NaN is silence. */
export function encodeWav({ data, rate, channels }: Samples): Uint8Array {
  const size = data.length * BYTES_PER_SAMPLE
  const file = new Uint8Array(HEADER_SIZE + size)
  const view = new DataView(file.buffer)
  writeHeader(file, { rate, channels, size })
  const isFloat = !(data instanceof Int16Array)
  for (let i = 0, at = HEADER_SIZE; i < data.length; i++, at += BYTES_PER_SAMPLE) {
    const sample = data[i] ?? 0
    view.setInt16(at, isFloat ? Math.round(Math.max(-1, Math.min(1, sample)) * 32_767) : sample, true)
  }
  return file
}

interface Header {
  readonly rate: number
  readonly channels: number
  /** Bytes of all samples. */
  readonly size: number
}

function writeHeader(file: Uint8Array, { rate, channels, size }: Header): void {
  const header = Buffer.from(file.buffer, 0, HEADER_SIZE)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(HEADER_SIZE - 8 + size, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16) // size of this chunk
  header.writeUInt16LE(1, 20) // PCM
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * channels * BYTES_PER_SAMPLE, 28)
  header.writeUInt16LE(channels * BYTES_PER_SAMPLE, 32)
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(size, 40)
}
