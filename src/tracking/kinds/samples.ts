import { types } from 'node:util'
import { describeValue } from '../../internal/describe-value.ts'
import { Misfit } from './kind.ts'
import type { Samples } from './kind.ts'
import { areAll, isInteger, isNumbers } from './numbers.ts'

type Channel = Float32Array | Float64Array | Int16Array | readonly number[]

/** Samples of one channel, of several interleaved, or an array of one for each channel. */
export type SampleData = Channel | readonly Channel[]

/** Raw audio as it is tracked. */
export type RawAudio = { readonly samples: SampleData; readonly channels?: number | undefined } & (
  | { readonly rate: number }
  | { readonly sampleRate: number }
)

const MOST_SAMPLES = 2 ** 28
/** With as many channels, the header of a WAV file has just room for the bytes a second. */
const HIGHEST_RATE = 2 ** 20
const MOST_CHANNELS = 1024

/** Whether a value can be nothing but samples, or an array of them. Bytes are the content of a file. */
export function isSamplesLike(value: unknown): value is SampleData {
  return isChannel(value) || (Array.isArray(value) && value.length > 0 && areAll(value, isChannel))
}

interface Unchecked {
  readonly data: SampleData
  readonly rate: unknown
  readonly channels: unknown
}

/** The samples, a copy, interleaved. Throws Misfit for what does not fit together. */
export function toSamples({ data, rate, channels }: Unchecked): Samples {
  if (!isCount(rate, HIGHEST_RATE))
    throw new Misfit(`its rate is ${show(rate)}, expected an integer of 1…${HIGHEST_RATE} frames a second`)
  if (channels !== undefined && !isCount(channels, MOST_CHANNELS)) {
    throw new Misfit(`its channels are ${show(channels)}, expected an integer of 1…${MOST_CHANNELS}`)
  }
  if (isChannel(data)) return { data: interleaved(data, channels ?? 1), rate, channels: channels ?? 1 }
  if (channels !== undefined && channels !== data.length) throw new Misfit(`it has ${data.length} channels, expected ${channels}`)
  if (data.length > MOST_CHANNELS) throw new Misfit(`it has ${data.length} channels, more than ${MOST_CHANNELS}`)
  return { data: interleave(data), rate, channels: data.length }
}

function isChannel(value: unknown): value is Channel {
  return isNumbers(value) && !types.isUint8Array(value)
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
}

function interleaved(data: Channel, channels: number): Samples['data'] {
  if (data.length % channels !== 0)
    throw new Misfit(`it has ${data.length} samples, expected a multiple of its ${channels} channels`)
  return types.isInt16Array(data) ? new Int16Array(checked(data)) : new Float32Array(checked(data))
}

function interleave(channels: readonly Channel[]): Samples['data'] {
  const lengths = channels.map(({ length }) => length)
  const [length = 0] = lengths
  if (lengths.some((other) => other !== length))
    throw new Misfit(`its channels have ${lengths.join(', ')} samples, expected one length`)
  const integers = channels.filter((channel) => types.isInt16Array(channel))
  if (integers.length > 0 && integers.length < channels.length) throw new Misfit('its channels are of different types')
  if (length * channels.length > MOST_SAMPLES) throw new Misfit(`it has more than ${MOST_SAMPLES} samples`)
  const all = integers.length > 0 ? new Int16Array(length * channels.length) : new Float32Array(length * channels.length)
  for (const [c, channel] of channels.entries()) {
    const samples = checked(channel)
    for (let i = 0; i < length; i++) all[i * channels.length + c] = samples[i] ?? 0
  }
  return all
}

function checked(data: Channel): Channel {
  if (data.length > MOST_SAMPLES) throw new Misfit(`it has ${data.length} samples, more than ${MOST_SAMPLES}`)
  if (types.isInt16Array(data) || types.isFloat32Array(data) || types.isFloat64Array(data)) return data
  if (!Array.isArray(data))
    throw new Misfit(`its samples are ${describeValue(data)}, expected a Float32Array (−1…1) or an Int16Array`)
  if (isInteger(data)) throw new Misfit('its samples are a plain array of integers: make it an Int16Array, or floats of −1…1')
  return data
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : describeValue(value)
}
