import type { Redactor } from '../../secrets/redactor.ts'
import type { TrackMask } from '../../tracking/sending/tracker.ts'

/** Keeps secrets out of what is tracked. */
export function trackMask(redactor: Redactor): TrackMask {
  return {
    json: (json) => (typeof json === 'number' ? { json, found: false } : redactor.maskJson(json)),
    text: (text) => redactor.mask(text),
    holds: (text) => redactor.keyHolds(text),
  }
}
