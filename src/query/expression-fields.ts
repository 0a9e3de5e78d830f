import { readAnnotations } from '../archive/annotations.ts'
import type { ListedRun } from '../archive/listed-run.ts'
import { once } from '../internal/once.ts'
import { ERROR_FIELDS, NAMESPACE } from './filter/spelling.ts'

export type Fields = Readonly<Record<string, unknown>>

/** What they are made of. */
interface Parts {
  readonly listed: ListedRun
  readonly params: Fields
  readonly data: Fields
  readonly series: Fields
}

/** The fields of a run by the names that expressions have for them, each read when it is asked for. `now` is what the word means. */
export function expressionFields(fields: Parts, now: Date): Fields {
  const { listed } = fields
  const { brief, run, start } = listed
  const annotations = once(() => readAnnotations(listed.folder))
  return {
    get params() {
      return fields.params
    },
    get data() {
      return fields.data
    },
    get series() {
      return fields.series
    },
    get tags() {
      return annotations().tags
    },
    get note() {
      return annotations()
        .notes.map(({ text }) => text)
        .join('\n')
    },
    get status() {
      return listed.status
    },
    get name() {
      return brief.name
    },
    get [NAMESPACE]() {
      return brief.namespace
    },
    get description() {
      return brief.description
    },
    get end() {
      return brief.end_time === null ? null : new Date(brief.end_time * 1000)
    },
    get duration() {
      return brief.duration
    },
    get seed() {
      return brief.seed
    },
    get error() {
      return brief.error_type ?? ''
    },
    get [ERROR_FIELDS['error.type']]() {
      return brief.error_type ?? ''
    },
    // The metadata are read of runs that have failed.
    get [ERROR_FIELDS['error.message']]() {
      return brief.error_type === null ? '' : (listed.meta.error?.message ?? '')
    },
    get [ERROR_FIELDS['error.code']]() {
      return brief.error_type === null ? '' : (listed.meta.error?.code ?? '')
    },
    get git() {
      return brief.git ?? {}
    },
    get testing() {
      return brief.testing
    },
    get debug() {
      return brief.debug
    },
    get parent() {
      return brief.parent ?? ''
    },
    get sweep() {
      return brief.sweep ?? ''
    },
    get warnings() {
      return brief.warnings
    },
    run,
    start: new Date(start * 1000),
    now,
  }
}
