import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findArchive } from '../../archive/listing/find-project.ts'
import { readEnvironment } from '../../snapshot/environment.ts'
import { readGit } from '../../snapshot/git.ts'
import { readImportGraph } from '../../snapshot/import-graph.ts'
import { readSourceFacts } from '../../snapshot/source-facts.ts'
import { ownFiles } from '../loading/package-files.ts'
import type { System } from '../system.ts'

/** What is gathered about an experiment's code and machine, concurrently with everything else. */
export interface Sources {
  readonly graph: ReturnType<typeof readImportGraph>
  readonly facts: ReturnType<typeof readSourceFacts>
}

/** Reads an experiment's file and all that it imports, once: the bytes as they are now are what a run archives. */
export function gatherSources(file: string): Sources {
  const graph = readImportGraph({ entry: file, known: ownFiles() })
  const facts = readFile(file, 'utf8').then((text) => readSourceFacts(file, text))
  // They are awaited later: a failure before that is no unhandled rejection.
  graph.catch(() => {})
  facts.catch(() => {})
  return { graph, facts }
}

/** What is gathered about the machine and the repository, for one run. */
export interface Surroundings {
  /** The archive that is left out of the repository's state. */
  readonly archive: string
  readonly git: ReturnType<typeof readGit>
  readonly environment: ReturnType<typeof readEnvironment>
}

/** Starts to read the machine and the repository; neither ever throws. */
export function gatherSurroundings(project: string, archive: string, system: System): Surroundings {
  return {
    archive,
    git: readGit({ folder: project, exclude: [archive] }),
    environment: readEnvironment({ project, cwd: system.cwd() }),
  }
}

/** The same before the run is known, for the archive that it goes to unless it says otherwise. */
export function gatherEarly(file: string, system: System): Surroundings {
  const { root, archive } = findArchive({ from: dirname(file), cwd: system.cwd(), env: system.env })
  return gatherSurroundings(root, archive, system)
}
