import { isPlainObject } from '../../internal/is-plain-object.ts'
import { audioFacts } from './audio-facts.ts'
import { defineKind } from './define-kind.ts'
import type { Surroundings, Written } from './kind.ts'
import { formatOf, isMedia, openSource } from './media-source.ts'
import { filesOf, readMedia } from './media-value.ts'
import type { MediaValue } from './media-value.ts'
import { isSamplesLike, toSamples } from './samples.ts'
import type { SampleData } from './samples.ts'

export interface AudioOptions {
  /** Frames a second, an integer of 1…1,048,576. */
  readonly rate: number
  /** Interleaved in `samples`; 1 when left out. */
  readonly channels?: number | undefined
}

export const audioKind = defineKind<MediaValue>({
  name: 'audio',
  fits: (value) => isMedia('audio', value) || isRawAudio(value),
  write({ value, options }, surroundings) {
    if (isRawAudio(value)) return writeSamples(value)
    const { rate, channels } = options
    return isSamplesLike(value) ? writeSamples({ samples: value, rate, channels }) : writeFile(value, surroundings)
  },
  read: readMedia,
  compile: (series, { title, options: { step } }) => [{ type: 'files', title, step, media: 'audio', entries: filesOf(series) }],
})

function isRawAudio(value: unknown): value is Readonly<Record<string, unknown>> & { readonly samples: SampleData } {
  if (!isPlainObject(value)) return false
  return typeof (value['rate'] ?? value['sampleRate']) === 'number' && isSamplesLike(value['samples'])
}

function writeSamples(raw: { readonly samples: SampleData } & Readonly<Record<string, unknown>>): Written {
  const samples = toSamples({ data: raw.samples, rate: raw['rate'] ?? raw['sampleRate'], channels: raw['channels'] })
  const { rate, channels } = samples
  const seconds = samples.data.length / channels / rate
  return { data: { format: 'wav', rate, channels, seconds }, file: { extension: 'wav', content: { type: 'samples', samples } } }
}

function writeFile(value: unknown, surroundings: Surroundings): Written {
  const source = openSource(value, surroundings)
  const { format, extension } = formatOf('audio', source)
  return { data: { format, ...audioFacts(format, source.head) }, file: { extension, content: source.content } }
}
