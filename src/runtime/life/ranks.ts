import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RemoteTracker, TrackerHandle } from '../../api/tracking.ts'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { once } from '../../internal/once.ts'
import type { System } from '../system.ts'
import type { PreparedRun } from './prepare-run.ts'
import type { RunRequest } from './run-request.ts'

/** Milliseconds that the run of rank 0 has to begin. */
const LONGEST_WAIT = 60_000
const PAUSE = 50

/** The run of another process for which this one tracks. */
export interface JoinedRun {
  readonly tracker: RemoteTracker
  readonly handle: TrackerHandle
}

/**
 * Of several processes that a launcher has started together only rank 0 archives. The others run all the same, in a folder
 * that goes with their process; what they track belongs to the run that `RUNLAB_RUN` names. Gives the request of such a rank,
 * or the given one. Throws FLAG_INVALID.
 */
export function requestOfRank(request: RunRequest): RunRequest {
  const { system, supervisor } = request
  const rank = rankOf(system.env)
  if (rank === null || rank.rank === 0) return request
  const run = system.env['RUNLAB_RUN'] || undefined
  const joins = run === undefined ? undefined : resolve(system.cwd(), run)
  sayRank(system, `rank ${rank.rank}${rank.size === null ? '' : ` of ${rank.size}`}`, joins)
  const scratch = scratchFolder()
  // A supervisor that was told of the run writes into it when this process is gone, and removes it.
  removeAtExit(() => supervisor?.hasBegun !== true)
  return { ...request, results: scratch, scratch, joins, panels: false, visuals: false, sampleSystem: false }
}

/** Opens the run that a rank tracks for, where it was told one; waits for it to begin. Throws TRACK_HANDLE. */
export async function joinRun({ request, redactor, specification }: PreparedRun): Promise<JoinedRun | undefined> {
  const { joins: run, debug, testing, strict = debug === true || testing === true } = request
  if (run === undefined) return undefined
  const isThere = (): boolean => existsSync(join(run, FILES.meta)) && existsSync(join(run, FILES.alive))
  for (let waited = 0; !isThere() && waited < LONGEST_WAIT; waited += PAUSE) await sleep(PAUSE)
  // Another process writes a journal of its own: which thread and host the run is of does not matter.
  const handle: TrackerHandle = { runlab: 'tracker', run, channel: '', pid: 0, host: '' }
  const { trackRemotely } = await import('../tracking/remote-tracking.ts')
  const { secrets } = redactor
  return { tracker: await trackRemotely(handle, { kinds: specification.kinds, strict, secrets }), handle }
}

export interface Rank {
  readonly rank: number
  /** How many there are; null where that is not said. */
  readonly size: number | null
}

/** This process's place among those that a launcher has started; null where it is alone. Throws FLAG_INVALID. */
export function rankOf(env: System['env']): Rank | null {
  const own = env['RUNLAB_RANK']
  if (own !== undefined && own !== '') {
    const rank = wholeNumber(own)
    if (rank === null)
      throw runlabError('FLAG_INVALID', { flag: 'RUNLAB_RANK', value: own, expected: 'a whole number, 0 or more' })
    return { rank, size: wholeNumber(env['WORLD_SIZE']) }
  }
  return among(env['RANK'], env['WORLD_SIZE']) ?? among(env['SLURM_PROCID'], env['SLURM_STEP_NUM_TASKS'])
}

function among(place: string | undefined, count: string | undefined): Rank | null {
  const [rank, size] = [wholeNumber(place), wholeNumber(count)]
  return rank === null || size === null || size < 2 ? null : { rank, size }
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

/** Once a process. */
function sayRank({ stderr }: System, name: string, joins: string | undefined): void {
  if (hasSaid) return
  const what = joins === undefined ? 'keeps no archive: rank 0 does' : `tracks for ${joins}, and keeps no archive itself`
  hasSaid = true
  stderr.write(`runlab: ${name} ${what}.\n`)
}

let hasSaid = false

/** Where the runs of this process are while it goes on. */
const scratchFolder = once(() => mkdtempSync(join(tmpdir(), 'runlab-rank-')))

function removeAtExit(isOurs: () => boolean): void {
  process.once('exit', () => {
    if (isOurs()) rmSync(scratchFolder(), { recursive: true, force: true })
  })
}
