import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as sleep } from 'node:timers/promises'
import { findRun } from '../archive/listing/find-run.ts'
import { openRun } from '../archive/opening/open-run.ts'
import { readTextIfThere } from '../archive/documents/read-document.ts'
import { isPacked } from '../archive/zip/zip-name.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { archiveOf } from './archive-option.ts'
import { print, sayBeside } from './print.ts'

export interface TailOptions {
  readonly lines?: string
  readonly follow?: true
  readonly results?: string
}

/** Milliseconds between two looks at a log. */
const PAUSE = 100
const BLOCK = 64 * 1024
const NEWLINE = 10

/** Prints the last lines of a run's log, and with `follow` what is added until the run has ended. */
export async function tailLog(wanted: string, { lines = '10', follow, results }: TailOptions): Promise<void> {
  if (!/^\d+$/.test(lines))
    throw runlabError('FLAG_INVALID', { flag: '--lines', value: JSON.stringify(lines), expected: 'a whole number, 0 for all' })
  const { folder } = await findRun(wanted, archiveOf(results))
  const file = join(folder, FILES.log)
  if (isPacked(folder)) return tailPacked(folder, Number(lines) || Infinity, follow === true)
  const decoder = new StringDecoder('utf8')
  let at = beginningOf(file, Number(lines) || Infinity)
  const showRest = (): void => {
    for (let piece = read(file, at); piece.length > 0; piece = read(file, at)) {
      at += piece.length
      print(decoder.write(piece))
    }
  }
  showRest()
  if (follow !== true) return
  for (;;) {
    const status = endOf(folder) // before the rest is read: what was said before the end is shown
    showRest()
    if (status !== null) return sayBeside(`The run has ended: ${status}\n`)
    // oxlint-disable-next-line no-await-in-loop -- until the run has ended
    await sleep(PAUSE)
  }
}

/** The log of a run in a ZIP, which gets no more. */
function tailPacked(folder: string, lines: number, follow: boolean): void {
  const text = readTextIfThere(join(folder, FILES.log)) ?? ''
  const all = text.split(/(?<=\n)/)
  print(all.slice(Math.max(0, all.length - lines)).join(''))
  if (follow) sayBeside(`The run has ended: ${openRun(folder).status}\n`)
}

/** The status of a run on which no process works any more; null where one does, or may. */
function endOf(folder: string): string | null {
  if (statIfThere(join(folder, FILES.meta)) === undefined) return 'its folder is gone'
  const { status, standing } = openRun(folder)
  return standing.life === 'working' || standing.life === 'unknown' ? null : status
}

/** Where the last lines of a file begin. */
function beginningOf(file: string, lines: number): number {
  const size = statIfThere(file)?.size ?? 0
  let left = lines
  for (let end = size; end > 0; end = Math.max(0, end - BLOCK)) {
    const from = Math.max(0, end - BLOCK)
    const block = read(file, from).subarray(0, end - from)
    for (let place = block.length - 1; place >= 0; place--) {
      if (block[place] !== NEWLINE || from + place === size - 1) continue
      left -= 1
      if (left === 0) return from + place + 1
    }
  }
  return 0
}

/** At most a block of a file; empty where there is none. */
function read(file: string, at: number): Buffer {
  if (statIfThere(file)?.isFile() !== true) return Buffer.alloc(0)
  const descriptor = openSync(file, 'r')
  try {
    const room = Buffer.alloc(Math.max(0, Math.min(BLOCK, fstatSync(descriptor).size - at)))
    return room.subarray(0, room.length === 0 ? 0 : readSync(descriptor, room, 0, room.length, at))
  } finally {
    closeSync(descriptor)
  }
}
