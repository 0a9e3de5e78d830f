import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { madeJson } from '../../format/json-parsers.ts'
import { isJsonArray, isJsonObject } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { RunMeta } from '../../format/meta.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { once } from '../../internal/once.ts'
import { readValues } from '../read-records.ts'
import { fileState } from './file-state.ts'
import { packSeries, unpackSeries } from './pack-series.ts'
import { IndexSection } from './section.ts'

/** The folder beside the runs of an archive. Other versions of the format have other folders in it. */
const FOLDER = '.runlab-index'
const VERSION = 3

/** Removes the index, which is made anew when it is missing: what is purged is to stay nowhere. */
export function removeIndex(archive: string): void {
  rmSync(join(archive, FOLDER), { recursive: true, force: true })
}

/** A run whose record is complete: only then what is in its files stays as it is. */
export interface IndexedFolder {
  readonly folder: string
  /** In the archive, POSIX separators. */
  readonly path: string
}

/**
 * What an archive's runs hold, as it was read before; each part of it is opened when it is first asked for. Only of runs whose
 * record is complete, and only while the file that it was read from is the same. All of it can be deleted at any time.
 */
export class ArchiveIndex {
  readonly #section: (name: string) => () => IndexSection
  /** Their metadata in brief, sorted by their start. */
  readonly runs: () => IndexSection
  readonly #values: () => IndexSection
  readonly #series: () => IndexSection
  readonly #opened: IndexSection[] = []

  constructor(archive: string) {
    this.#section = (name) =>
      once(() => {
        const section = new IndexSection(join(archive, FOLDER, `${name}-${VERSION}`))
        this.#opened.push(section)
        return section
      })
    this.runs = this.#section('runs')
    this.#values = this.#section('values')
    this.#series = this.#section('series')
  }

  /** The values of a run. Throws ARCHIVE_FORMAT. */
  values({ folder, path }: IndexedFolder, meta: () => RunMeta): ValueTree {
    const file = join(folder, FILES.data)
    const state = fileState(file)
    const known = state === null ? undefined : jsonOf(this.#values().get(path, state))
    if (known !== undefined && isJsonObject(known)) return ValueTree.fromEncoded(known, file)
    const tree = readValues(folder, meta())
    if (state !== null && !existsSync(join(folder, FILES.journal))) this.#values().add(path, state, tree.encoded)
    return tree
  }

  /** The series of a run, which `read` reads from it. */
  series({ folder, path }: IndexedFolder, read: () => readonly SeriesSummary[]): readonly SeriesSummary[] {
    const file = join(folder, FILES.series)
    const state = fileState(file)
    const known = state === null ? undefined : jsonOf(this.#series().get(path, state))
    if (known !== undefined && isJsonArray(known)) {
      const unpacked = known.flatMap((packed) => unpackSeries(packed) ?? [])
      if (unpacked.length === known.length) return unpacked
    }
    const summaries = read()
    if (state !== null) this.#series().add(path, state, summaries.map(packSeries))
    return summaries
  }

  /** Keeps what was read. `isThere` says which runs there are, where all were looked for. */
  save(isThere?: (path: string) => boolean): void {
    for (const section of this.#opened) section.save(isThere)
  }
}

function jsonOf(value: unknown): JsonValue | undefined {
  return value === undefined ? undefined : madeJson(value, { file: FOLDER })
}
