import type { Specification } from '../../experiment/specification.ts'
import { withOutputOnStderr } from '../../runtime/globals.ts'
import { loadByPath } from '../../runtime/loading/load-by-path.ts'
import type { System } from '../../runtime/system.ts'
import type { SweepRequest } from './sweep-request.ts'

/** An experiment of a sweep that has been loaded. */
export interface LoadedExperiment {
  readonly label: string
  readonly specification: Specification
  readonly exportName: string | null
}

/** Loads the experiments of a sweep. Throws as loading does. */
export async function loadExperiments(
  experiments: SweepRequest['experiments'],
  system: System,
): Promise<readonly LoadedExperiment[]> {
  return await withOutputOnStderr(async () => {
    const loaded: LoadedExperiment[] = []
    for (const { label, file, name } of experiments) {
      // oxlint-disable-next-line no-await-in-loop -- one error, of the first that fails
      const { specification, exportName } = await loadByPath(name === null ? file : `${file}#${name}`, system)
      loaded.push({ label, specification, exportName })
    }
    return loaded
  })
}
