import type { RunRequest } from '../life/run-request.ts'

/** Whether what a run tracks is drawn. `RUNLAB_VISUALS=0` switches off what is not asked for. */
export function wantsVisuals({ visuals, system }: Pick<RunRequest, 'visuals' | 'system'>): boolean {
  return visuals ?? system.env['RUNLAB_VISUALS'] !== '0'
}
