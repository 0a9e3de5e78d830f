import { dirname } from 'node:path'
import { findArchive } from '../../archive/listing/find-project.ts'
import type { FoundArchive } from '../../archive/listing/find-project.ts'
import type { Specification } from '../../experiment/specification.ts'
import { currentScope } from '../globals.ts'
import type { System } from '../system.ts'

/** The archive that runs of an experiment go to, and its project. `results`: the archive that was asked for. */
export function archiveOf({ location, settled }: Specification, results: string | undefined, system: System): FoundArchive {
  return findArchive({
    from: dirname(location.file),
    cwd: system.cwd(),
    env: system.env,
    // A run within a run goes to the same archive.
    results: results ?? settled.results ?? currentScope()?.archive,
  })
}
