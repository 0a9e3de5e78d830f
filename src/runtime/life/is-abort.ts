import { RunlabError } from '../../errors.ts'
import { isA } from '../../internal/is-a.ts'
import { propertyOf } from './thrown.ts'

/** Whether an error is what code throws that a signal has stopped. */
export function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return (
    error === reason ||
    (isA(error, RunlabError) && error.code === 'RUN_INTERRUPTED') || // of a run within it
    (isA(error, Error) && (propertyOf(error, 'name') === 'AbortError' || propertyOf(error, 'cause') === reason))
  )
}
