/** The thread that writes journals: appends what it is sent to their files, also while the main thread computes. */
import { closeSync, constants, fdatasync, openSync, writeSync } from 'node:fs'
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { COUNT, FAILED } from './shared-state.ts'
import type { ToThread } from './shared-state.ts'

/** Not made anew: a segment that is gone was removed. */
const APPEND = constants.O_WRONLY | constants.O_APPEND
/** Milliseconds after which what was appended is on the disk itself. */
const SYNC_INTERVAL = 5000
/** Characters that are kept for a disk that takes nothing; later ones are lost with it. */
const MOST_KEPT = 64 * 2 ** 20

interface Segment {
  readonly descriptor: number
  readonly state: Int32Array
  /** What could not be written yet. */
  kept: string
  isDirty: boolean
}

const segments = new Map<string, Segment>()

function receive(message: ToThread): void {
  if (message.type === 'append') append(message)
  else if (message.type === 'open') open(message)
  else close(message.file)
}

function open({ file, state }: ToThread & { type: 'open' }): void {
  try {
    segments.set(file, { descriptor: openSync(file, APPEND), state: new Int32Array(state), kept: '', isDirty: false })
  } catch {
    Atomics.store(new Int32Array(state), FAILED, 1) // the main thread says so, and goes on
  }
}

function append({ file, text, count, state }: ToThread & { type: 'append' }): void {
  const segment = segments.get(file)
  if (segment !== undefined) {
    segment.kept = segment.kept.length < MOST_KEPT ? segment.kept + text : segment.kept
    write(segment)
  }
  const shared = new Int32Array(state)
  Atomics.store(shared, COUNT, count)
  Atomics.notify(shared, COUNT)
}

function write(segment: Segment): void {
  const bytes = Buffer.from(segment.kept)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(segment.descriptor, bytes, written)
    Atomics.store(segment.state, FAILED, 0)
  } catch {
    Atomics.store(segment.state, FAILED, 1)
  }
  segment.kept = bytes.toString('utf8', written)
  segment.isDirty ||= written > 0
}

function close(file: string): void {
  const segment = segments.get(file)
  segments.delete(file)
  if (segment !== undefined) closeSync(segment.descriptor)
}

/** Off the main thread, and without holding up what is to be appended meanwhile. */
function sync(): void {
  for (const segment of segments.values()) {
    if (segment.kept !== '') write(segment)
    if (!segment.isDirty) continue
    segment.isDirty = false
    fdatasync(segment.descriptor, (error) => {
      if (error !== null && error.code !== 'EBADF') segment.isDirty = true // closed meanwhile, or to be tried again
    })
  }
}

const port = parentPort
if (port !== null) {
  port.on('message', (first: ToThread) => {
    receive(first)
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      receive(next.message as ToThread)
  })
  setInterval(sync, SYNC_INTERVAL).unref()
}
