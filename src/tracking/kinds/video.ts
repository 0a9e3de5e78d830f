import { defineKind } from './define-kind.ts'
import { formatOf, isMedia, openSource } from './media-source.ts'
import { filesOf, readMedia } from './media-value.ts'
import type { MediaValue } from './media-value.ts'

export const videoKind = defineKind<MediaValue>({
  name: 'video',
  fits: (value) => isMedia('video', value),
  write({ value }, surroundings) {
    const source = openSource(value, surroundings)
    const { format, extension } = formatOf('video', source)
    return { data: { format }, file: { extension, content: source.content } }
  },
  read: readMedia,
  compile: (series, { title, options: { step } }) => [{ type: 'files', title, step, media: 'video', entries: filesOf(series) }],
})
