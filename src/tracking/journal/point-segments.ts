import { basename } from 'node:path'
import type { AppendFile } from './append-file.ts'
import type { JournalFolder } from './journal-folder.ts'
import { POINT_FIELDS } from '../columns/point-fields.ts'
import { frameOf } from './point-frames.ts'
import type { PointReader } from './point-ring.ts'

/** Points of a segment: 8 MB. */
export const SEGMENT_POINTS = 2 ** 18
/** Points of a frame, at most. */
const FRAME_POINTS = 2 ** 14
/** Segments that are kept in memory while the disk refuses them: 64 MB, two million points. */
const MOST_WAITING = 8

/** Memory of segments that is kept for the next ones. */
const MOST_SPARE = 1

interface Segment {
  readonly points: Float64Array<ArrayBuffer>
  count: number
  /** Points that are on the disk. */
  written: number
  file: AppendFile | undefined
}

/** The numbers that a process tracks for a run, on their way to the disk, in their order. */
export class PointSegments {
  readonly #folder: JournalFolder
  /** Takes a segment that is full and on the disk. */
  readonly #onFull: (path: string, points: Float64Array<ArrayBuffer>) => void
  /** The oldest first; the last one is being filled. */
  #waiting: Segment[] = []
  readonly #spare: Float64Array<ArrayBuffer>[] = []
  /** Files that are full. A while later most are compacted, and need not be brought to the disk itself. */
  readonly #full: AppendFile[] = []

  constructor(folder: JournalFolder, onFull: (path: string, points: Float64Array<ArrayBuffer>) => void) {
    this.#folder = folder
    this.#onFull = onFull
  }

  /** Takes all out of a ring. What is more than the memory may hold is dropped, and counted there. Gives how many it took. */
  take(ring: PointReader): number {
    for (let all = 0; ;) {
      let last = this.#waiting.at(-1)
      if (last === undefined || last.count === SEGMENT_POINTS) {
        if (ring.waiting === 0) return all
        if (this.#waiting.length === MOST_WAITING && !this.#tryToWrite()) {
          ring.drop()
          return all
        }
        const points = this.#spare.pop() ?? new Float64Array(SEGMENT_POINTS * POINT_FIELDS)
        last = { points, count: 0, written: 0, file: undefined }
        this.#waiting.push(last)
      }
      const taken = ring.take(last.points.subarray(last.count * POINT_FIELDS))
      last.count += taken
      all += taken
      if (taken === 0) return all
    }
  }

  /** Takes the memory of a segment that is compacted, to be filled again. */
  reuse(points: Float64Array<ArrayBuffer>): void {
    if (points.length === SEGMENT_POINTS * POINT_FIELDS && this.#spare.length < MOST_SPARE) this.#spare.push(points)
  }

  /** Writes what was taken. Throws the system's error; what is not written then is tried again. */
  write(): void {
    for (let first = this.#waiting[0]; first !== undefined && this.#append(first); first = this.#waiting[0]) {
      this.#waiting.shift()
      if (first.file === undefined) continue
      this.#full.push(first.file)
      this.#onFull(first.file.path, first.points)
    }
  }

  sync(): void {
    for (const { file } of this.#waiting) file?.sync()
    for (const file of this.#full.splice(0)) file.syncAndClose()
  }

  /**
   * Closes the files. What the disk has not taken is given to `compact` once more, of which it takes a quarter of the room.
   * Gives how many points are lost.
   */
  async close(compact: (name: string, points: Float64Array<ArrayBuffer>) => Promise<void>): Promise<number> {
    let lost = 0
    for (const segment of this.#waiting) {
      // oxlint-disable-next-line no-await-in-loop -- each frees what the next one may need
      if (segment.written < segment.count && !(await this.#tryToCompact(segment, compact)))
        lost += segment.count - segment.written
      segment.file?.syncAndClose()
    }
    for (const file of this.#full.splice(0)) file.syncAndClose()
    this.#waiting = []
    return lost
  }

  async #tryToCompact(
    segment: Segment,
    compact: (name: string, points: Float64Array<ArrayBuffer>) => Promise<void>,
  ): Promise<boolean> {
    try {
      const rest = this.#folder.makeSegment('points')
      rest.close()
      await compact(basename(rest.path), segment.points.subarray(segment.written * POINT_FIELDS, segment.count * POINT_FIELDS))
      return true
    } catch {
      return false // counted
    }
  }

  /** True when the segment is full. */
  #append(segment: Segment): boolean {
    const { points, count } = segment
    while (segment.written < count) {
      segment.file ??= this.#folder.makeSegment('points')
      const end = Math.min(count, segment.written + FRAME_POINTS) // so that a disk that is almost full takes what it can
      segment.file.append(...frameOf(points.subarray(segment.written * POINT_FIELDS, end * POINT_FIELDS)))
      segment.written = end
    }
    return count === SEGMENT_POINTS
  }

  #tryToWrite(): boolean {
    try {
      this.write()
      return true
    } catch {
      return false // said by the ring
    }
  }
}
