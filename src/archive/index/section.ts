import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { Row } from './block.ts'
import type { Facts, NewRow } from './block.ts'
import { isOldEnough, isSameState } from './file-state.ts'
import type { FileState } from './file-state.ts'
import { readSegment, segmentNumber, writeSegment } from './segment.ts'
import type { Segment } from './segment.ts'

/** With fewer rows reading the runs themselves takes no time, and folders stay as they are. */
const FEWEST = 100
/** Bytes of a file that is kept; larger ones are not worth it. */
const LARGEST = 2 ** 18
/** Bytes of the files that one segment is made of, at most. */
const FULL = 2 ** 26

/**
 * One kind of facts about the runs of an archive, kept in files that can be deleted at any time. A row counts while the file that
 * it tells of is as it was. Files are only ever added and removed as a whole, so that any number of processes read and write at
 * once: the worst that can happen is that a row is lost, and made again. What one new run costs is the writing of one small file:
 * only files of like weight are merged. Where nothing can be written, nothing is, without a word.
 */
export class IndexSection {
  readonly #folder: string
  #segments: readonly Segment[]
  readonly #unreadable: string[] = []
  readonly #rows = new Map<string, Row>()
  readonly #fresh = new Map<string, NewRow>()
  readonly #share = sharing()
  /** The number of the last segment. */
  #last = 0

  constructor(folder: string) {
    this.#folder = folder
    const segments: Segment[] = []
    for (const name of segmentNames(folder)) {
      this.#last = segmentNumber(name) ?? 0
      const segment = readSegment(folder, name)
      if (segment === null) this.#unreadable.push(name)
      else segments.push(segment)
    }
    for (const block of segments.flatMap(({ blocks }) => blocks))
      for (const [i, path] of block.paths.entries()) this.#rows.set(path, new Row(block, i))
    this.#segments = segments
  }

  get size(): number {
    return this.#rows.size + this.#fresh.size
  }

  /** What is kept of a file in this state; undefined for nothing. */
  find(path: string, state: FileState): Row | undefined {
    const row = this.#rows.get(path)
    return row !== undefined && isSameState(row, state) ? row : undefined
  }

  /** What is kept of a file in whatever state; undefined for nothing. */
  row(path: string): Row | undefined {
    return this.#rows.get(path)
  }

  /** Keeps something of a file. `state` was taken before it was read. A file that may change unseen is not kept. */
  add(path: string, { mtimeMs, size, ino }: FileState, { keys, cells }: Facts, order = 0): void {
    if (size > LARGEST || !isOldEnough({ mtimeMs, size, ino })) return
    this.#rows.delete(path)
    this.#fresh.set(path, { path, mtimeMs, size, ino, order, keys: this.#share(keys), cells })
  }

  /** Writes what was added, step by step. `isThere` says of which runs it is known that they are gone: their rows go where they are many. */
  *save(isThere?: (path: string) => boolean): Generator<void, void, undefined> {
    const hasForgotten = isThere !== undefined && this.#forget(isThere)
    if (!hasForgotten && (this.#fresh.size === 0 || this.size < FEWEST)) return
    const replaced = new Set(hasForgotten ? this.#segments : this.#toMerge())
    const blocks = new Set([...replaced].flatMap((segment) => segment.blocks))
    const kept = [...this.#rows.values()].flatMap((row) => (blocks.has(row.block) ? [row.toNew()] : []))
    try {
      yield* this.#write(this.size < FEWEST ? [] : [...kept, ...this.#fresh.values()])
    } catch (error) {
      if (!(error instanceof RunlabError) && systemErrorReason(error) === null) throw error
      return // an archive that is only read
    }
    this.#fresh.clear()
    for (const name of [...this.#unreadable, ...[...replaced].map((segment) => segment.name)]) tryRemove(join(this.#folder, name))
    this.#segments = this.#segments.filter((segment) => !replaced.has(segment))
  }

  *#write(rows: readonly NewRow[]): Generator<void, void, undefined> {
    const isNew = mkdirSync(this.#folder, { recursive: true, mode: 0o700 }) !== undefined // what it holds is of runs that may be somebody's alone
    if (isNew) removeEarlier(this.#folder)
    let chunk: NewRow[] = []
    let bytes = 0
    for (const [i, row] of rows.entries()) {
      chunk.push({ ...row, keys: this.#share(row.keys) })
      bytes += row.size
      if (bytes < FULL && i < rows.length - 1) continue
      yield* writeSegment(this.#folder, ++this.#last, chunk)
      chunk = []
      bytes = 0
    }
  }

  /** The small segments that weigh not much more than what is to be written: each row is written again a few times only. */
  #toMerge(): readonly Segment[] {
    const merged: Segment[] = []
    let bytes = sum([...this.#fresh.values()].map(({ size }) => size))
    const weights = this.#segments.map((segment) => ({ segment, weight: weightOf(segment) }))
    for (const { segment, weight } of weights.toSorted((a, b) => a.weight - b.weight)) {
      if (weight > 2 * bytes || bytes + weight > FULL) break
      merged.push(segment)
      bytes += weight
    }
    return merged
  }

  /** Whether so much is gone that all that is left is to be written anew. */
  #forget(isThere: (path: string) => boolean): boolean {
    const gone = [...this.#rows.keys()].filter((path) => !isThere(path))
    if (gone.length <= FEWEST || gone.length <= this.size - gone.length) return false
    for (const path of gone) this.#rows.delete(path)
    return true
  }
}

/** Bytes of the files that a segment was made of. */
function weightOf({ blocks }: Segment): number {
  return sum(blocks.flatMap((block) => block.paths.map((_, row) => block.state('size', row))))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** What gives the same list for equal ones. Most are equal to the one before, which is told without a text of them. */
function sharing(): (keys: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  let last: readonly string[] = []
  return (keys) => {
    if (keys === last || (keys.length === last.length && keys.every((key, place) => key === last[place]))) return last
    const text = JSON.stringify(keys)
    last = known.get(text) ?? keys
    known.set(text, last)
    return last
  }
}

/** What earlier versions of the format have left of the same section: `runs-3` beside `runs-4`. */
function removeEarlier(folder: string): void {
  const [, section, version] = /^(.*)-(\d+)$/.exec(basename(folder)) ?? []
  for (const name of readdirSync(dirname(folder))) {
    const [, other, before] = /^(.*)-(\d+)$/.exec(name) ?? []
    if (other === section && Number(before) < Number(version))
      rmSync(join(dirname(folder), name), { recursive: true, force: true })
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
