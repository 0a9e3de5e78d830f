import type { RunRequest } from '../life/run-request.ts'

/** Milliseconds between two samples. */
const USUAL = 5000

/** Every how many milliseconds a run is sampled; null for not at all. `RUNLAB_SYSTEM_INTERVAL` gives seconds. */
export function samplingInterval({ sampleSystem, system }: Pick<RunRequest, 'sampleSystem' | 'system'>): number | null {
  if (sampleSystem === false) return null
  const seconds = Number(system.env['RUNLAB_SYSTEM_INTERVAL'] ?? '')
  return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : USUAL
}
