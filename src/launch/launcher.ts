import type { RunStatus } from '../format/meta.ts'
import type { LaunchRequest } from './launch-request.ts'

/** How a launched run ended. */
export interface LaunchOutcome {
  /** The run's folder; null where no run began. */
  readonly folder: string | null
  /**
   * As its folder says, when nothing of it goes on; `unknown` where it cannot be told whether something does. Where no run began:
   * `refused` when something was wrong with it, `stopped` when it was stopped first, else `failed`.
   */
  readonly status: Exclude<RunStatus, 'running'> | 'refused'
  /** Of its process; null where that is not known. */
  readonly exitCode: number | null
  /** What ended it, as a person reads it; null where it is done. */
  readonly error: string | null
}

/** A run that was asked for. */
export interface LaunchedRun {
  /** Tells it from the others of its launcher, also later and elsewhere. */
  readonly id: string
  /** Settles with the run's folder when it has begun, and with null when it ends before. Never rejects. */
  readonly begun: Promise<string | null>
  /** Never rejects: a run that could not be started is an outcome, too. */
  readonly ended: Promise<LaunchOutcome>
  /**
   * Asks for the end of the run, which is `stopped` then, with the reason in its record. Its code ends as after a signal; what does
   * not end within the grace period is killed. A second call kills at once. A run that has not begun does not begin.
   */
  stop(reason: string): void
}

export interface FindOptions {
  /** Absolute path. */
  readonly archive: string
  /** The run that has started them, relative to the archive. */
  readonly parent: string
}

/** A run that an earlier process has launched. */
export interface FoundRun {
  /** Absolute path. */
  readonly folder: string
  /** Null where it has none. */
  readonly trial: number | null
  readonly launched: LaunchedRun
}

/**
 * Starts runs somewhere: in processes here, or as tasks of a scheduler. How they stand is told by their folders alone (heartbeats,
 * endings, metadata): so a launcher that dies takes no run with it, and another one finds them.
 * Runs begin in the order in which they were asked for, as many at a time as the launcher allows. What they print goes to their own
 * logs only.
 */
export interface Launcher {
  /** Returns at once. */
  start(request: LaunchRequest): LaunchedRun
  /** The runs that a run has started, whoever waits for them now: those under way, and those that have ended. */
  find(options: FindOptions): readonly FoundRun[]
}
