import { describeValue } from '../../internal/describe-value.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'

export const textKind = defineKind<string>({
  name: 'text',
  fits: (value) => typeof value === 'string',
  write({ value }) {
    if (typeof value !== 'string') throw new Misfit(`it is ${describeValue(value)}, expected a string`)
    return { data: value }
  },
  read(data) {
    if (typeof data !== 'string') throw new Misfit(`it is ${describeValue(data)}, expected a string`)
    return data
  },
  compile: (series, { title, options: { step: name } }) => [
    {
      type: 'document',
      title,
      step: name,
      entries: Array.from(series, ({ step, time, value }) => ({ step, time, text: value })),
    },
  ],
})
