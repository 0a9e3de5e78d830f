import { join } from 'node:path'
import type { Kind } from '../api/kind.ts'
import { ArchivedRun } from '../archive/opening/archived-run.ts'
import type { ArchiveIndex } from '../archive/index/archive-index.ts'
import type { Row } from '../archive/index/block.ts'
import { decodeParameters } from '../archive/index/run-brief.ts'
import { EndedRun } from '../archive/listing/ended-run.ts'
import { pathInArchive } from '../archive/listing/listed-run.ts'
import { isPycomex, readOwnValues, readValues } from '../archive/opening/read-records.ts'
import type { ListedRun } from '../archive/listing/listed-run.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { summaryKey } from '../format/series-path.ts'
import type { SeriesSummary } from '../format/series.ts'
import type { ValueTree } from '../format/value-tree.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { KindRegistry } from '../tracking/kinds/registry.ts'
import { TrackedReader } from '../tracking/reading/tracked-reader.ts'
import { ExpressionFields } from './expression-fields.ts'
import type { Fields } from './expression-fields.ts'

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
  readonly all: Fields & { readonly now: Date }
  /** What the index knows of a part, of which single fields can be asked; undefined where it does not. */
  readonly rowOf?: (part: Part) => Row | undefined
}

export type Part = 'params' | 'data' | 'series'

export interface FieldOptions {
  readonly index?: ArchiveIndex | undefined
  /** Kinds of data that series may have besides runlab's own. */
  readonly kinds?: readonly Kind[] | undefined
}

/** `now` is what the word means in expressions. What the index knows is not read from the run. */
export function fieldsOf(listed: ListedRun, now: Date, options: FieldOptions = {}): RunFields {
  return new FieldsOfRun(listed, now, options)
}

class FieldsOfRun implements RunFields {
  readonly listed: ListedRun
  readonly #now: Date
  readonly #index: ArchiveIndex | undefined
  readonly #kinds: readonly Kind[] | undefined
  readonly #made: { run?: ArchivedRun; params?: Fields; data?: Fields; series?: Fields; all?: ExpressionFields } = {}
  readonly #rows: { [part in Part]?: Row | null } = {}
  #damage: string | null = null

  constructor(listed: ListedRun, now: Date, { index, kinds }: FieldOptions) {
    this.listed = listed
    this.#now = now
    this.#kinds = kinds
    this.#index = listed.life === 'ended' ? index : undefined
  }

  get run(): ArchivedRun {
    return (this.#made.run ??= new ArchivedRun(this.listed.folder, this.listed, this.#kinds))
  }

  get damage(): string | null {
    return this.#damage
  }

  get params(): Fields {
    return (this.#made.params ??= this.#readable(() => decodeParameters(this.listed.brief, join(this.listed.folder, FILES.meta))))
  }

  get data(): Fields {
    return (this.#made.data ??= this.#readable(() => {
      const values =
        this.#index === undefined
          ? this.run.values
          : this.#index.values(this.#folder, this.rowOf('data'), () => this.#readValues()).toObject()
      return named({ ...values, ...leavesOf(values) })
    }))
  }

  get series(): Fields {
    return (this.#made.series ??= this.#readable(() => {
      const summaries =
        this.#index === undefined
          ? this.run.tracked
          : this.#index.series(this.#folder, this.rowOf('series'), () => this.#readSeries())
      return Object.fromEntries(summaries.map((summary) => [summaryKey(summary), { ...summary }]))
    }))
  }

  get all(): ExpressionFields {
    return (this.#made.all ??= new ExpressionFields(this, this.#now))
  }

  rowOf(part: Part): Row | undefined {
    const known = this.#rows[part]
    if (known !== undefined) return known ?? undefined
    const row = this.#findRow(part)
    this.#rows[part] = row ?? null
    return row
  }

  #findRow(part: Part): Row | undefined {
    if (this.#index === undefined) return undefined
    if (part === 'params') return this.listed instanceof EndedRun ? this.listed.row : undefined
    return part === 'data' ? this.#index.findValues(this.#folder) : this.#index.findSeries(this.#folder)
  }

  // Of runs of runlab without their metadata, which are large, and would be kept.
  #readValues(): ValueTree {
    const { folder, brief } = this.listed
    return isPycomex(brief) ? readValues(folder, this.listed.meta) : readOwnValues(folder)
  }

  #readSeries(): readonly SeriesSummary[] {
    const { folder, brief } = this.listed
    if (isPycomex(brief)) return this.run.tracked
    return new TrackedReader(folder, new KindRegistry(this.#kinds), { expected: brief.series, list: null }).summaries()
  }

  get #folder(): { readonly folder: string; readonly path: string } {
    return { folder: this.listed.folder, path: pathInArchive(this.listed) }
  }

  /** What is damaged is missing: it matches nothing, and makes no other run unreadable. */
  #readable(read: () => Fields): Fields {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      this.#damage = error.message
      return {}
    }
  }
}

/** Characters of a key that an expression, a heading or a column can have. */
const LONGEST_KEY = 10_000

/** Without keys of which nobody can speak: texts of megabytes that have got there by mistake. */
function named(fields: Fields): Fields {
  const isLong = (key: string): boolean => key.length > LONGEST_KEY
  return Object.keys(fields).some(isLong) ? Object.fromEntries(Object.entries(fields).filter(([key]) => !isLong(key))) : fields
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
