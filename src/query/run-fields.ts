import { readAnnotations } from '../archive/annotations.ts'
import { ArchivedRun } from '../archive/archived-run.ts'
import type { ListedRun } from '../archive/list-runs.ts'
import { RunlabError } from '../errors.ts'
import { contextText } from '../format/series-path.ts'
import type { SeriesSummary } from '../format/series.ts'
import { NAMESPACE } from './filter/spelling.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { once } from '../internal/once.ts'

type Fields = Readonly<Record<string, unknown>>

/** A run as queries see it. Values and series are read from the disk when an expression asks for them. */
export interface RunFields {
  readonly run: ArchivedRun
  readonly listed: ListedRun
  readonly params: Fields
  /** Values by their whole key, `metrics/loss`, and as a tree. */
  readonly data: Fields
  /** By name, or `name key=value` with a context. */
  readonly series: Fields
  /** What could not be read of what was asked for, and why; null where all could. */
  readonly damage: string | null
  /** All fields, by the names that expressions have for them. */
  readonly all: Fields
}

/** `now` is what the word means in expressions. */
export function fieldsOf(listed: ListedRun, now: Date): RunFields {
  const run = new ArchivedRun(listed.folder, listed)
  let damage: string | null = null
  const readable = (read: () => Fields): Fields => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      damage = error.message
      return {} // what is damaged is missing: it matches nothing, and makes no other run unreadable
    }
  }
  const params = once(() => readable(() => run.params))
  const data = once(() => readable(() => ({ ...run.values, ...leavesOf(run.values) })))
  const series = once(() =>
    readable(() => Object.fromEntries(run.tracked.map((summary) => [seriesKey(summary), { ...summary }]))),
  )
  const annotations = once(() => readAnnotations(run.folder))
  const { meta, status, name, namespace, seed } = run
  return {
    run,
    listed,
    get damage() {
      return damage
    },
    get params() {
      return params()
    },
    get data() {
      return data()
    },
    get series() {
      return series()
    },
    all: {
      get params() {
        return params()
      },
      get data() {
        return data()
      },
      get series() {
        return series()
      },
      status,
      name: meta.name,
      run: name,
      [NAMESPACE]: namespace,
      description: meta.description,
      start: new Date(meta.start_time * 1000),
      end: meta.end_time === null ? null : new Date(meta.end_time * 1000),
      duration: meta.duration,
      seed,
      error: meta.error_type ?? '',
      git: meta.git ?? {},
      testing: meta.testing,
      debug: meta.debug,
      get tags() {
        return annotations().tags
      },
      get note() {
        return annotations()
          .notes.map(({ text }) => text)
          .join('\n')
      },
      warnings: meta.warnings.length,
      now,
    },
  }
}

export function seriesKey({ name, context }: Pick<SeriesSummary, 'name' | 'context'>): string {
  return context === null ? name : `${name} ${contextText(context)}`
}

/** The leaves of a tree by their whole keys. */
export function leavesOf(tree: Fields): Record<string, unknown> {
  const leaves: Record<string, unknown> = {}
  const collect = (subtree: Fields, above: string): void => {
    for (const [key, value] of Object.entries(subtree)) {
      if (isPlainObject(value)) collect(value, `${above}${key}/`)
      else leaves[`${above}${key}`] = value
    }
  }
  collect(tree, '')
  return leaves
}
