import { problemsIn } from '../../errors.ts'
import type { CheckedFile } from '../../runtime/checking/check-files.ts'
import type { System } from '../../runtime/system.ts'
import { SweepState } from '../ledger/sweep-state.ts'
import { plannedTrials } from '../reading/count-trials.ts'
import { loadExperiments } from './load-experiments.ts'
import { loadSweepFile } from './load-sweep-file.ts'
import { planSweep } from './plan-sweep.ts'

/** What is wrong with the sweep that a file defines, as `runlab sweep` would refuse it; null where it defines none. */
export async function checkSweepFile(file: string, system: System): Promise<Pick<CheckedFile, 'holds' | 'problems'> | null> {
  try {
    const request = await loadSweepFile(file, system)
    if (request === null) return null
    const { definition } = await planSweep(request, await loadExperiments(request.experiments, system), system)
    const planned = plannedTrials(new SweepState([{ type: 'defined', time: 0, definition }]))
    return { holds: planned === null ? 'sweep' : `sweep of ${planned} trials`, problems: [] }
  } catch (error) {
    return { holds: '', problems: problemsIn(error).map((found) => ({ ...found, severity: 'error' })) }
  }
}
