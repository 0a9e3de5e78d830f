import { readAnnotations } from '../archive/annotations/annotations.ts'
import type { RunBrief } from '../archive/index/run-brief.ts'
import type { ListedRun } from '../archive/listing/listed-run.ts'
import type { Annotations } from '../format/annotations.ts'
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

/** The fields of a run by the names that expressions have for them, each read when it is asked for. */
export class ExpressionFields {
  readonly [name: string]: unknown
  readonly #parts: Parts
  readonly now: Date
  readonly #annotations: () => Annotations

  /** `now` is what the word means. */
  constructor(parts: Parts, now: Date) {
    this.#parts = parts
    this.now = now
    this.#annotations = once(() => readAnnotations(parts.listed.folder))
  }

  get #brief(): RunBrief {
    return this.#parts.listed.brief
  }

  get run(): string {
    return this.#parts.listed.run
  }

  get start(): Date {
    return new Date(this.#parts.listed.start * 1000)
  }

  get params(): Fields {
    return this.#parts.params
  }

  get data(): Fields {
    return this.#parts.data
  }

  get series(): Fields {
    return this.#parts.series
  }

  get tags(): unknown {
    return this.#annotations().tags
  }

  get note(): unknown {
    return this.#annotations()
      .notes.map(({ text }) => text)
      .join('\n')
  }

  get status(): unknown {
    return this.#parts.listed.status
  }

  get name(): unknown {
    return this.#brief.name
  }

  get [NAMESPACE](): unknown {
    return this.#brief.namespace
  }

  get description(): unknown {
    return this.#brief.description
  }

  get end(): unknown {
    return this.#brief.end_time === null ? null : new Date(this.#brief.end_time * 1000)
  }

  get duration(): unknown {
    return this.#brief.duration
  }

  get seed(): unknown {
    return this.#brief.seed
  }

  get error(): unknown {
    return this.#brief.error_type ?? ''
  }

  get [ERROR_FIELDS['error.type']](): unknown {
    return this.#brief.error_type ?? ''
  }

  // The metadata are read of runs that have failed.
  get [ERROR_FIELDS['error.message']](): unknown {
    return this.#brief.error_type === null ? '' : (this.#parts.listed.meta.error?.message ?? '')
  }

  get [ERROR_FIELDS['error.code']](): unknown {
    return this.#brief.error_type === null ? '' : (this.#parts.listed.meta.error?.code ?? '')
  }

  get git(): unknown {
    return this.#brief.git ?? {}
  }

  get testing(): unknown {
    return this.#brief.testing
  }

  get debug(): unknown {
    return this.#brief.debug
  }

  get parent(): unknown {
    return this.#brief.parent ?? ''
  }

  get sweep(): unknown {
    return this.#brief.sweep ?? ''
  }

  get warnings(): unknown {
    return this.#brief.warnings
  }
}
