import type { RunRequest } from '../life/run-request.ts'

/** Milliseconds between two samples. */
const USUAL = 5000

/** Every how many milliseconds a run is sampled; null for not at all. `RUNLAB_SYSTEM_INTERVAL` gives seconds, 0 for not at all. */
export function samplingInterval({ sampleSystem, system }: Pick<RunRequest, 'sampleSystem' | 'system'>): number | null {
  if (sampleSystem === false) return null
  const given = system.env['RUNLAB_SYSTEM_INTERVAL']
  const seconds = given === undefined || given.trim() === '' ? Number.NaN : Number(given)
  if (seconds === 0) return null
  return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : USUAL
}
