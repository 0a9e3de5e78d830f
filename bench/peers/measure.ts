/** How fast a library tracks, what it leaves on disk and what an empty run takes. */
import { cpSync, lstatSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Peer } from './peer.ts'
import { run } from './process.ts'

const CHECKED_POINTS = 1000
const EMPTY_ROUNDS = 5

/** What a process noted: when its loop began, in milliseconds since the epoch, and what that took. */
interface Noted {
  readonly begun: number
  readonly nanoseconds: number
}

export interface Sample {
  readonly call: number
  /** Milliseconds from the beginning of the loop to the end of the process. */
  readonly rest: number
  readonly size: number
}

/** What every other measurement starts from and is compared to. */
export interface Store {
  /** Holds one empty run: what a library makes once for all runs is there. Every measurement gets a copy. */
  readonly folder: string
  /** Milliseconds of an empty run, without those of the interpreter. */
  readonly empty: number
  /** Milliseconds from where an empty run would have begun to track to the end of its process. */
  readonly rest: number
  /** Bytes with one empty run more. */
  readonly size: number
}

/** Throws where the library does not run. */
export async function prepareStore(peer: Peer, work: string): Promise<Store> {
  const folder = join(work, 'store')
  mkdirSync(folder)
  await runEmpty(peer, folder, work)
  const copy = join(work, 'empty')
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true })
  const whole: number[] = []
  const bare: number[] = []
  const rest: number[] = []
  let size = 0
  for (let round = 0; round < EMPTY_ROUNDS; round++) {
    const { ended, noted } = await runEmpty(peer, copy, work)
    if (round === 0) size = measureFolder(copy)
    whole.push(ended.milliseconds)
    rest.push(ended.time - noted.begun)
    bare.push((await run(peer.bare, join(work, 'log'))).milliseconds)
  }
  return { folder, empty: median(whole) - median(bare), rest: median(rest), size }
}

async function runEmpty(peer: Peer, folder: string, work: string) {
  const out = join(work, 'out.json')
  const ended = await run(peer.command({ mode: 'empty', folders: [folder], sides: [], points: 0, out }), join(work, 'log'))
  return { ended, noted: readNoted(out) }
}

/** Throws where the library's reader does not find the points of a finished run. */
export async function checkReader(peer: Peer, place: { readonly store: Store; readonly work: string }): Promise<void> {
  const { store, work } = place
  const folder = join(work, 'check')
  const out = join(work, 'out.json')
  const task = { folders: [folder], sides: [], points: CHECKED_POINTS, out }
  cpSync(store.folder, folder, { recursive: true, verbatimSymlinks: true })
  await run(peer.command({ ...task, mode: 'speed' }), join(work, 'log'))
  await run(peer.command({ ...task, mode: 'read' }), join(work, 'log'))
  const [found] = JSON.parse(readFileSync(out, 'utf8')) as readonly [{ readonly lost?: number; readonly problem?: string }]
  if (found.lost !== 0)
    throw new Error(found.problem ?? `${found.lost} of ${CHECKED_POINTS} points of a finished run are not found`)
}

export async function measureSpeed(peer: Peer, place: { readonly store: Store; readonly folder: string }): Promise<Sample> {
  const out = `${place.folder}.json`
  cpSync(place.store.folder, place.folder, { recursive: true, verbatimSymlinks: true })
  const command = peer.command({ mode: 'speed', folders: [place.folder], sides: [], points: peer.points, out })
  const ended = await run(command, `${place.folder}.log`)
  const noted = readNoted(out)
  return { call: noted.nanoseconds / peer.points, rest: ended.time - noted.begun, size: measureFolder(place.folder) }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function readNoted(file: string): Noted {
  return JSON.parse(readFileSync(file, 'utf8')) as Noted
}

/** Bytes of all files below a folder. */
function measureFolder(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? measureFolder(path) : lstatSync(path).size)
  }, 0)
}
