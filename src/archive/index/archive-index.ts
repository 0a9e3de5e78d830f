import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { ValueTree } from '../../format/value-tree.ts'
import { once } from '../../internal/once.ts'
import type { Row } from './block.ts'
import { fileState } from './file-state.ts'
import { IndexSection } from './section.ts'
import { seriesFacts, seriesOf } from './series-facts.ts'
import { encodedValuesOf, valueFacts } from './value-facts.ts'

/** The folder beside the runs of an archive. Other versions of the format have other folders in it. */
const FOLDER = '.runlab-index'
const VERSION = 7

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

  /** The values that are known of a run; undefined where they are to be read. */
  findValues({ folder, path }: IndexedFolder): Row | undefined {
    const state = fileState(`${folder}/${FILES.data}`)
    return state === null ? undefined : this.#values().find(path, state)
  }

  /** The values of a run: those that are known, else what `read` reads of it, and kept. */
  values({ folder, path }: IndexedFolder, known: Row | undefined, read: () => ValueTree): ValueTree {
    const file = join(folder, FILES.data)
    if (known !== undefined) return ValueTree.fromEncoded(encodedValuesOf(known), file)
    const state = fileState(file)
    const tree = read()
    const facts = state === null || existsSync(join(folder, FILES.journal)) ? null : valueFacts(tree.encoded)
    if (state !== null && facts !== null) this.#values().add(path, state, facts)
    return tree
  }

  /** The series that are known of a run; undefined where they are to be read. */
  findSeries({ folder, path }: IndexedFolder): Row | undefined {
    const state = fileState(`${folder}/${FILES.series}`)
    return state === null ? undefined : this.#series().find(path, state)
  }

  /** The series of a run: those that are known, else what `read` reads of it, and kept. */
  series(
    { folder, path }: IndexedFolder,
    known: Row | undefined,
    read: () => readonly SeriesSummary[],
  ): readonly SeriesSummary[] {
    const kept = known === undefined ? undefined : seriesOf(known)
    if (kept !== undefined) return kept
    const state = fileState(join(folder, FILES.series))
    const summaries = read()
    if (state !== null) this.#series().add(path, state, seriesFacts(summaries))
    return summaries
  }

  /** Keeps what was read, step by step. `isThere` says which runs there are, where all were looked for. */
  *save(isThere?: (path: string) => boolean): Generator<void, void, undefined> {
    for (const section of this.#opened) yield* section.save(isThere)
  }
}
