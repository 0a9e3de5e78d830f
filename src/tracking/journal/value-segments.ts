import { closeSync, constants, fdatasync, fstatSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFile } from '../../internal/sync-file.ts'
import type { ValueMessage } from './messages.ts'
import { RingReader } from './ring.ts'

/** Not made anew: a segment that is gone was removed. */
const APPEND = constants.O_WRONLY | constants.O_APPEND
/** Milliseconds for which bytes come together before they are written. */
const PAUSE = 20

interface Segment {
  /** Null where it could not be opened. */
  readonly descriptor: number | null
  readonly ring: RingReader
  isDirty: boolean
  timer: NodeJS.Timeout | undefined
}

/** Writes the segments of the journals of values. */
export class ValueSegments {
  readonly #segments = new Map<string, Segment>()

  receive(message: ValueMessage): void {
    const segment = this.#segments.get(message.file)
    if (message.type === 'open') this.#open(message)
    else if (segment === undefined) return
    else if (message.type === 'wake') segment.timer ??= setTimeout(() => flush(segment), PAUSE)
    else if (message.type === 'flush') flush(segment)
    else if (message.type === 'retire') void this.#retire(message, segment)
    else this.#close(message.file, segment)
  }

  /** Off the main thread, and without holding up what is to be appended meanwhile. */
  sync(): void {
    for (const segment of this.#segments.values()) {
      flush(segment) // what was refused may be taken now
      if (!segment.isDirty || segment.descriptor === null) continue
      segment.isDirty = false
      fdatasync(segment.descriptor, (error) => {
        if (error !== null && error.code !== 'EBADF') segment.isDirty = true // closed meanwhile, or to be tried again
      })
    }
  }

  #open({ file, ring }: ValueMessage & { type: 'open' }): void {
    const segment = { descriptor: openIfThere(file), ring: new RingReader(ring), isDirty: false, timer: undefined }
    if (segment.descriptor === null) segment.ring.look(true) // the main thread says so, and goes on
    this.#segments.set(file, segment)
  }

  /** Removes a segment once the document that holds its values would survive a power loss, and so would its name. */
  async #retire({ file, document }: ValueMessage & { type: 'retire' }, segment: Segment): Promise<void> {
    this.#segments.delete(file)
    clearTimeout(segment.timer)
    const { descriptor } = segment
    if (descriptor === null) return
    try {
      await syncFile(document)
      await syncFile(dirname(document))
      // Another run may have taken the folder's place since.
      if (statSync(file).ino === fstatSync(descriptor).ino) unlinkSync(file)
    } catch {
      // It stays: a reader finds in it what the document holds as well.
    }
    closeSync(descriptor)
  }

  #close(file: string, { descriptor, timer }: Segment): void {
    this.#segments.delete(file)
    clearTimeout(timer)
    if (descriptor !== null) closeSync(descriptor)
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, APPEND)
  } catch {
    return null
  }
}

/** Writes what the ring holds. What the disk does not take stays there, and is tried again. */
function flush(segment: Segment): void {
  clearTimeout(segment.timer)
  segment.timer = undefined
  const { descriptor, ring } = segment
  let isFailing = descriptor === null
  if (descriptor !== null)
    ring.take((bytes) => {
      let written = 0
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written)
      } catch {
        isFailing = true // said by the ring
      }
      segment.isDirty ||= written > 0
      return written
    })
  ring.look(isFailing)
}
