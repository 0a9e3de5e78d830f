import { oneOf } from './json-parsers.ts'

/** A step of a run's life. */
export const phase = oneOf('prepare', 'beforeTesting', 'beforeRun', 'run', 'analyses', 'onError', 'afterRun', 'finalise')
/** The same, or that all of them are over. */
export const phaseOrEnded = oneOf(
  'prepare',
  'beforeTesting',
  'beforeRun',
  'run',
  'analyses',
  'onError',
  'afterRun',
  'finalise',
  'ended',
)
