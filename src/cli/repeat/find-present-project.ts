import { dirname, join, relative } from 'node:path'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { findProject } from '../../archive/listing/find-project.ts'
import { runlabError } from '../../errors.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'

/** The project in which a run's experiment lies now: around the working directory, around the run, or where it was. Throws REPEAT_REFUSED. */
export function findPresentProject({ folder, meta }: ArchivedRun): string {
  const candidates = [findProject(process.cwd()).root, findProject(dirname(folder)).root, meta.base_path]
  const found = candidates.find((project) => statIfThere(join(project, meta.file))?.isFile() === true)
  if (found !== undefined) return found
  throw runlabError('REPEAT_REFUSED', {
    path: folder,
    reason: `its experiment ${meta.file} is not in ${[...new Set(candidates)].join(', nor in ')}`,
    hint: 'Go to the folder of the project, or run the archived code: runlab reproduce.',
  })
}

/** Enters the folder in which the run was started, where the project has it: relative paths in the code start from there. */
export function goWhereItRan({ environment, meta }: ArchivedRun, project: string): void {
  const ran = environment?.cwd ?? ''
  const place = isInside(meta.base_path, ran) ? join(project, relative(meta.base_path, ran)) : project
  process.chdir(statIfThere(place)?.isDirectory() === true ? place : project)
}
