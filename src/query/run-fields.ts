import { join } from 'node:path'
import type { Kind } from '../api/kind.ts'
import { readAnnotations } from '../archive/annotations.ts'
import { ArchivedRun } from '../archive/archived-run.ts'
import type { ArchiveIndex } from '../archive/index/archive-index.ts'
import { decodeParameters } from '../archive/index/run-brief.ts'
import { pathInArchive } from '../archive/listed-run.ts'
import type { ListedRun } from '../archive/listed-run.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { summaryKey } from '../format/series-path.ts'
import { ERROR_FIELDS, NAMESPACE } from './filter/spelling.ts'
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

export interface FieldOptions {
  readonly index?: ArchiveIndex | undefined
  /** Kinds of data that series may have besides runlab's own. */
  readonly kinds?: readonly Kind[] | undefined
}

/** `now` is what the word means in expressions. What the index knows is not read from the run. */
export function fieldsOf(listed: ListedRun, now: Date, { index, kinds }: FieldOptions = {}): RunFields {
  const run = new ArchivedRun(listed.folder, listed, kinds)
  const { params, data, series, damage } = partsOf(run, listed, index)
  const annotations = once(() => readAnnotations(run.folder))
  return {
    run,
    listed,
    get damage() {
      return damage()
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
      get tags() {
        return annotations().tags
      },
      get note() {
        const { notes } = annotations()
        return notes.map(({ text }) => text).join('\n')
      },
      // The metadata are read of runs that have failed.
      get [ERROR_FIELDS['error.message']]() {
        return listed.brief.error_type === null ? '' : (listed.meta.error?.message ?? '')
      },
      get [ERROR_FIELDS['error.code']]() {
        return listed.brief.error_type === null ? '' : (listed.meta.error?.code ?? '')
      },
      ...factsOf(listed),
      now,
    },
  }
}

/** What is read when it is asked for, and what could not be. */
function partsOf(
  run: ArchivedRun,
  listed: ListedRun,
  index: ArchiveIndex | undefined,
): { readonly [part in 'params' | 'data' | 'series']: () => Fields } & { readonly damage: () => string | null } {
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
  const isKnown = index !== undefined && listed.life === 'ended'
  const known = isKnown ? { index, folder: listed.folder, path: pathInArchive(listed) } : null
  return {
    damage: () => damage,
    params: once(() => readable(() => decodeParameters(listed.brief, join(listed.folder, FILES.meta)))),
    data: once(() =>
      readable(() => {
        const values = known === null ? run.values : known.index.values(known, () => run.meta).toObject()
        return { ...values, ...leavesOf(values) }
      }),
    ),
    series: once(() =>
      readable(() => {
        const summaries = known === null ? run.tracked : known.index.series(known, () => run.tracked)
        return Object.fromEntries(summaries.map((summary) => [summaryKey(summary), { ...summary }]))
      }),
    ),
  }
}

function factsOf({ brief, status, start, run }: ListedRun): Fields {
  return {
    status,
    name: brief.name,
    run,
    [NAMESPACE]: brief.namespace,
    description: brief.description,
    start: new Date(start * 1000),
    end: brief.end_time === null ? null : new Date(brief.end_time * 1000),
    duration: brief.duration,
    seed: brief.seed,
    error: brief.error_type ?? '',
    [ERROR_FIELDS['error.type']]: brief.error_type ?? '',
    git: brief.git ?? {},
    testing: brief.testing,
    debug: brief.debug,
    warnings: brief.warnings,
  }
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
