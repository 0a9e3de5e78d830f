import { gunzipSync } from 'node:zlib'
import type { PageSet } from '../../format/series.ts'
import { joinBytes } from './split-bytes.ts'
import { unpackIntegers } from './unpack-integers.ts'

/** Decodes the data of a page of steps, into `output`. */
export function decodeSteps(data: Uint8Array, type: PageSet['stepType'], output: Float64Array): void {
  if (type === 'integer') unpackIntegers(data, output)
  else joinBytes(gunzipSync(data, { maxOutputLength: output.byteLength + 1 }), output)
}

/** Decodes the data of a page of times, milliseconds since the epoch, into `output`. */
export const decodeTimes: (data: Uint8Array, output: Float64Array) => void = unpackIntegers

export function decodeDoubles(data: Uint8Array, output: Float64Array): void {
  if (data.length < output.byteLength) throw new Error(`a page has ${data.length} bytes of ${output.byteLength}`)
  new Uint8Array(output.buffer, output.byteOffset, output.byteLength).set(data.subarray(0, output.byteLength))
}

/** Bytes that a page of texts may unpack to: a few bytes of an archive from elsewhere may stand for gigabytes. */
const MOST_PLAIN = 2 ** 29

export function* decodeTexts(data: Uint8Array): Generator<string> {
  const plain = gunzipSync(data, { maxOutputLength: MOST_PLAIN })
  for (let at = 0; at < plain.length;) {
    const end = at + 4 + plain.readUInt32LE(at)
    yield plain.toString('utf8', at + 4, end)
    at = end
  }
}
