import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { isOldEnough } from './file-state.ts'
import type { FileState } from './file-state.ts'
import { entryLine, lineOf, payloadOf, readSegment, scanSegment, segmentNumber, writeSegment } from './segment.ts'
import type { Entry, Segment } from './segment.ts'

/** With fewer entries reading the runs themselves takes no time, and folders stay as they are. */
const FEWEST = 100
/** Characters of one entry; larger ones are not worth it. */
const LARGEST = 65_536
const MOST_SEGMENTS = 12
/** Characters of one segment: a string has to hold it. */
const LARGEST_SEGMENT = 2 ** 28

/**
 * One kind of facts about the runs of an archive, kept in files that can be deleted at any time. An entry counts while the file
 * that it tells of is as it was. Files are only ever added and removed as a whole, so that any number of processes read and write
 * at once: the worst that can happen is that an entry is lost, and made again. What one new run costs is the writing of one
 * small file: only files of like size are merged. Where nothing can be written, nothing is, without a word.
 */
export class IndexSection {
  readonly #folder: string
  readonly #segments: Segment[] = []
  readonly #unreadable: string[] = []
  readonly #entries = new Map<string, Entry>()
  readonly #fresh = new Map<string, Entry & { readonly line: string }>()

  constructor(folder: string) {
    this.#folder = folder
    for (const name of segmentNames(folder)) {
      const segment = readSegment(folder, name)
      if (segment === null) {
        this.#unreadable.push(name)
        continue
      }
      this.#segments.push(segment)
      scanSegment(segment, (path, entry) => this.#entries.set(path, entry))
    }
  }

  get size(): number {
    return this.#entries.size
  }

  /** The entry of a file in this state; undefined for none. */
  find(path: string, state: FileState): Entry | undefined {
    const entry = this.#entries.get(path)
    const isSame = entry?.mtimeMs === state.mtimeMs && entry.size === state.size && entry.ino === state.ino
    return isSame ? entry : undefined
  }

  has(path: string): boolean {
    return this.#entries.has(path)
  }

  /** What is kept of a file in this state; undefined for nothing. */
  get(path: string, state: FileState): unknown {
    const entry = this.find(path, state)
    return entry === undefined ? undefined : payloadOf(entry)
  }

  /** Keeps something of a file. `state` was taken before it was read. A file that may change unseen is not kept. */
  add(path: string, state: FileState, payload: unknown, order = 0): void {
    if (!isOldEnough(state)) return
    const entry = entryLine(path, state, order, payload)
    if (entry.line.length > LARGEST) return
    this.#entries.set(path, entry)
    this.#fresh.set(path, entry)
  }

  /** Writes what was added. `isThere` says of which runs it is known that they are gone: their entries go where they are many. */
  save(isThere?: (path: string) => boolean): void {
    if (isThere !== undefined) this.#forget(isThere)
    if (this.#fresh.size === 0 || this.#entries.size < FEWEST) return
    const merged = this.#toMerge()
    const kept = [...this.#entries.values()].filter(({ segment }) => segment !== null && merged.has(segment))
    const last = segmentNumber([...this.#segments.map(({ name }) => name), ...this.#unreadable].toSorted().at(-1) ?? '') ?? 0
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 }) // what it holds is of runs that may be somebody's alone
      writeSegment(this.#folder, last + 1, [...kept.map(lineOf), ...[...this.#fresh.values()].map(({ line }) => line)])
    } catch (error) {
      if (!(error instanceof RunlabError) && systemErrorReason(error) === null) throw error
      return // an archive that is only read
    }
    this.#fresh.clear()
    for (const name of [...this.#unreadable, ...[...merged].map((segment) => segment.name)]) tryRemove(join(this.#folder, name))
  }

  /** The small segments that weigh no more than what is to be written: each entry is written again a few times only. */
  #toMerge(): ReadonlySet<Segment> {
    const merged = new Set<Segment>()
    let size = [...this.#fresh.values()].reduce((sum, { line }) => sum + line.length, 0)
    let left = this.#segments.length
    for (const segment of this.#segments.toSorted((a, b) => a.text.length - b.text.length)) {
      const isSmall = segment.text.length <= size || left > MOST_SEGMENTS
      if (!isSmall || size + segment.text.length > LARGEST_SEGMENT) break
      merged.add(segment)
      size += segment.text.length
      left -= 1
    }
    return merged
  }

  /** Where more is gone than is left, all that is left is written anew. */
  #forget(isThere: (path: string) => boolean): void {
    const gone = [...this.#entries.keys()].filter((path) => !isThere(path))
    if (gone.length <= FEWEST || gone.length <= this.#entries.size - gone.length) return
    for (const path of gone) {
      this.#entries.delete(path)
      this.#fresh.delete(path)
    }
    for (const [path, entry] of this.#entries) this.#fresh.set(path, { ...entry, line: lineOf(entry), segment: null })
    for (const { name } of this.#segments.splice(0)) tryRemove(join(this.#folder, name))
  }
}

/** The oldest first. */
function segmentNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => segmentNumber(name) !== null)
      .toSorted()
  } catch (error) {
    if (systemErrorReason(error) === null) throw error
    return []
  }
}
