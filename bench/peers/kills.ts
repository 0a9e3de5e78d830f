/** How many points are lost when a run gets SIGKILL. */
import { closeSync, cpSync, existsSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kills, Peer, Scenario } from './peer.ts'
import { describeFailure, kill, listTree, run, start, waitForEnd, type Started } from './process.ts'

const KILLS = 5
/** Milliseconds after the first point. */
const EARLIEST = 1000
const LATEST = 3000
/** Milliseconds that a library's other processes have to write what they know. */
const REST = 15_000

/** Of one kill. */
interface Found {
  readonly returned: number
  readonly lost?: number
  readonly wrong?: number
  /** When the oldest call returned whose point is not found, in milliseconds since the epoch. */
  readonly oldest?: number | null
  readonly problem?: string
}

interface Place {
  readonly store: string
  readonly work: string
}

/** The worst of five. */
export async function measureKills(peer: Peer, scenario: Scenario, place: Place): Promise<Kills> {
  const folders: string[] = []
  const times: number[] = []
  for (let round = 0; round < KILLS; round++) {
    const folder = join(place.work, `${scenario}-${round}`)
    cpSync(place.store, folder, { recursive: true, verbatimSymlinks: true })
    folders.push(folder)
    times.push(await killOne(peer, scenario, folder))
  }
  const out = join(place.work, 'read.json')
  const sides = folders.map(nameSide)
  await run(peer.command({ mode: 'read', folders, sides, points: 0, out }), join(place.work, 'read.log'))
  const all = JSON.parse(readFileSync(out, 'utf8')) as readonly Found[]
  for (const path of [...folders, ...sides]) rmSync(path, { recursive: true, force: true })
  return takeWorst(all, times)
}

/** Gives when it was killed. */
async function killOne(peer: Peer, scenario: Scenario, folder: string): Promise<number> {
  const side = nameSide(folder)
  const log = `${folder}.log`
  const started = start(peer.command({ mode: scenario, folders: [folder], sides: [side], points: 0, out: `${folder}.json` }), log)
  const tracking = await waitForPoint(started, { side, log })
  await sleep(EARLIEST + Math.random() * (LATEST - EARLIEST))
  const tree = listTree(started.child.pid ?? 0)
  if (!tree.includes(tracking)) throw new Error('It ended by itself before it could be killed.')
  const time = Date.now()
  for (const pid of peer.killsAll === true ? tree : [tracking]) kill(pid)
  await waitForEnd(tree, REST)
  await started.exit
  return time
}

/** Gives the process that tracks. */
async function waitForPoint(started: Started, files: { readonly side: string; readonly log: string }): Promise<number> {
  for (;;) {
    const [returned, pid] = readHeader(files.side)
    if (returned !== undefined && returned > 0 && pid !== undefined) return pid
    if (started.child.exitCode !== null || started.child.signalCode !== null) {
      throw new Error(describeFailure(await started.exit, files.log))
    }
    await sleep(5)
  }
}

/** How many calls have returned, and the process that made them. */
function readHeader(side: string): readonly (number | undefined)[] {
  if (!existsSync(side)) return []
  const header = new Float64Array(2)
  const file = openSync(side, 'r')
  const length = readSync(file, header, 0, header.byteLength, 0)
  closeSync(file)
  return length === header.byteLength ? [...header] : []
}

function nameSide(folder: string): string {
  return `${folder}.side`
}

function takeWorst(all: readonly Found[], times: readonly number[]): Kills {
  const problem = all.find((found) => found.problem !== undefined)?.problem
  if (problem !== undefined) return { type: 'unreadable', problem }
  const worst = all.toSorted((a, b) => (b.lost ?? 0) - (a.lost ?? 0))[0]
  const ages = all.map(({ oldest }, index) => (typeof oldest === 'number' ? (times[index] ?? Number.NaN) - oldest : 0))
  return {
    type: 'read',
    lost: worst?.lost ?? 0,
    isAll: worst !== undefined && worst.lost === worst.returned && worst.returned > 0,
    age: Math.max(...ages),
    wrong: Math.max(...all.map((found) => found.wrong ?? 0)),
  }
}
