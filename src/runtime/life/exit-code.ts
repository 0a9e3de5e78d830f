import { constants } from 'node:os'
import type { RunRecord } from './run-record.ts'

/** The exit code of a run that is done but whose record has gaps. */
const INCOMPLETE = 3

/** What a process that exists for the run exits with. */
export function exitCodeOf({ status, signal, unwritten }: Pick<RunRecord, 'status' | 'signal' | 'unwritten'>): number {
  if (signal !== null) return 128 + constants.signals[signal.name as NodeJS.Signals]
  if (status !== 'done') return 1
  return unwritten.length > 0 ? INCOMPLETE : 0
}
