import { mp3Frame } from './mp3-frame.ts'

/** What the first bytes of audio say. */
interface AudioFacts {
  readonly rate?: number
  readonly channels?: number
  readonly seconds?: number
}

/** Rate, channels and length of audio, as far as its first bytes say them. */
export function audioFacts(format: string, head: Uint8Array): AudioFacts {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  switch (format) {
    case 'wav':
      return wavFacts(bytes)
    case 'flac':
      return flacFacts(bytes)
    case 'mp3':
      return mp3Facts(bytes)
    default:
      return {}
  }
}

/** Goes from chunk to chunk up to the samples. */
function wavFacts(bytes: Buffer): AudioFacts {
  let facts: AudioFacts = {}
  let bytesPerSecond = 0
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    if (name === 'fmt ' && at + 24 <= bytes.length) {
      facts = { rate: bytes.readUInt32LE(at + 12), channels: bytes.readUInt16LE(at + 10) }
      bytesPerSecond = bytes.readUInt32LE(at + 16)
    }
    // A stream that was never closed says that all there can be follows.
    if (name === 'data') return bytesPerSecond > 0 && size < 0xffff_ff00 ? { ...facts, seconds: size / bytesPerSecond } : facts
    at += 8 + size + (size % 2)
  }
  return facts
}

/** Its first block says all, in fields that are not whole bytes. */
function flacFacts(bytes: Buffer): AudioFacts {
  if (bytes.length < 26) return {}
  const rate = bytes.readUIntBE(18, 3) >> 4
  const channels = ((bytes.readUInt8(20) >> 1) & 7) + 1
  const samples = (bytes.readUInt8(21) & 0xf) * 2 ** 32 + bytes.readUInt32BE(22)
  if (rate === 0) return {}
  return samples === 0 ? { rate, channels } : { rate, channels, seconds: samples / rate }
}

function mp3Facts(bytes: Buffer): AudioFacts {
  const frame = mp3Frame(bytes, behindTag(bytes))
  return frame === null ? {} : { rate: frame.rate, channels: frame.channels }
}

/** Where an ID3 tag ends, whose size has 7 bits a byte. */
function behindTag(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0
  return 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0)
}
