interface Mp3Frame {
  /** Bytes. */
  readonly length: number
  /** Frames of samples a second. */
  readonly rate: number
  readonly channels: 1 | 2
}

/** Kilobits a second. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const RATES = [44_100, 48_000, 32_000]
/** By the two bits of the version: MPEG 2.5, reserved, 2, 1. */
const RATE_DIVISORS = [4, null, 2, 1]

/** The MPEG audio frame, layer III, whose header is at a place; null when none is. */
export function mp3Frame(bytes: Uint8Array, at: number): Mp3Frame | null {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4)
  const isLayer3 = a === 0xff && (b & 0xe6) === 0xe2
  const divisor = RATE_DIVISORS[(b >> 3) & 3] ?? null
  const bitrate = (divisor === 1 ? BITRATES_1 : BITRATES_2)[c >> 4] ?? 0
  const rate = RATES[(c >> 2) & 3]
  if (!isLayer3 || divisor === null || bitrate === 0 || rate === undefined) return null
  const padding = (c >> 1) & 1
  const length = Math.floor(((divisor === 1 ? 144 : 72) * bitrate * 1000 * divisor) / rate) + padding
  return { length, rate: rate / divisor, channels: d >> 6 === 3 ? 1 : 2 }
}
