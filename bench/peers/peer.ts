/** What is measured: a library, one way of using it, and how it is made to do one task in a process of its own. */
import type { Command } from './process.ts'

/** Killed while it tracks without a pause, or some time after 1,000 points, while it computes. */
export type Scenario = 'hot' | 'quiet'

/** One process. It writes what it has to say to `out`, as JSON. */
export interface Task {
  readonly mode: 'speed' | 'empty' | 'read' | Scenario
  /** Where the runs are kept; several only to be read. */
  readonly folders: readonly string[]
  /** Where the calls that returned are noted, for tasks that are killed and for reading those. */
  readonly sides: readonly string[]
  /** How many are tracked; to be read without a side file: how many there are. */
  readonly points: number
  readonly out: string
}

/** What a row says about a library, whether it can be measured or not. */
export interface Row {
  /** What it is asked for by. */
  readonly id: string
  readonly name: string
  /** Tracked to measure the speed: about 1.5 seconds of it. */
  readonly points: number
  readonly kills: readonly Scenario[]
  /** Only the kills are measured, and of all processes of the run: the library has some beside the one that tracks. */
  readonly killsAll?: boolean
  /** How the library is used. */
  readonly note: string
}

/** A library that is installed. */
export interface Peer extends Row {
  readonly version: string
  /** The interpreter alone, which what an empty run takes is compared to. */
  readonly bare: Command
  command(task: Task): Command
}

export type Kills =
  | { readonly type: 'read'; readonly lost: number; readonly isAll: boolean; readonly age: number; readonly wrong: number }
  | { readonly type: 'unreadable'; readonly problem: string }

/** What was measured; what is missing could not be, or does not apply. */
export interface Figures {
  /** Nanoseconds a point: of the loop, and until the process has ended. */
  call?: number
  finished?: number
  /** Bytes a point, after finishing. */
  bytes?: number
  /** Milliseconds of an empty run. */
  empty?: number
  hot?: Kills
  quiet?: Kills
  /** Why something is missing, in one line. */
  problem?: string
}

/** As the programs take them. */
export function writeFlags(task: Task): readonly string[] {
  return [
    task.mode,
    ...task.folders.flatMap((folder) => ['--folder', folder]),
    ...task.sides.flatMap((side) => ['--side', side]),
    ...['--points', String(task.points), '--out', task.out],
  ]
}
