import { createHash } from 'node:crypto'
import { join, relative, sep } from 'node:path'
import { findArchive } from '../../archive/listing/find-project.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { FILES } from '../../format/files.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import { gatherSources } from '../life/sources.ts'
import type { Sources } from '../life/sources.ts'
import { loadByPath } from '../loading/load-by-path.ts'
import { loadExperiment } from '../loading/load-experiment.ts'
import { loaderState } from '../loading/loader-state.ts'
import { loadTypescript } from '../loading/typescript-loader.ts'
import type { System } from '../system.ts'

/** The experiment of a run, by its archived code or by that of the project. */
export interface RunCode extends Pick<AnalysisRecord, 'code' | 'file' | 'sha256'> {
  readonly specification: Specification
}

/**
 * Executes the code that a run archived, and gives its experiment: of a run by config the one that the config is for.
 * Packages are those that are installed where the run lies now. Throws ANALYSIS_REFUSED where it archived none, and as `loadExperiment`.
 */
export async function loadArchivedCode(run: ArchivedRun, system: System): Promise<RunCode> {
  const { folder, lineage } = run
  const entry = archivedEntry(run)
  if (entry === null)
    throw runlabError('ANALYSIS_REFUSED', {
      path: folder,
      reason: 'its code is not there',
      hint: 'With --current-code the analyses are those of the project.',
    })
  if (loaderState() === null) await loadTypescript()
  const file = join(folder, FILES.code, entry)
  const sources = gatherSources(file)
  const name = lineage?.layers.findLast(({ kind }) => kind === 'experiment' || kind === 'extension')?.name.split('#')[1] ?? null
  const { experiment } = await loadExperiment({ file, name, graph: sources.graph }, system.cwd())
  return { specification: experiment.specification, code: 'archived', file: entry, sha256: await checksum(sources) }
}

/** The file in `code/` that a run was started by; null where it is not there, or is none that runlab executes. */
export function archivedEntry({ snapshot, folder, meta }: ArchivedRun): string | null {
  if (snapshot === null || meta.format === PYCOMEX_FORMAT) return null
  const path = `${FILES.code}/${snapshot.entry}`
  return staysInside(folder, path) && statIfThere(join(folder, path))?.isFile() === true ? snapshot.entry : null
}

/** The same from the project around the working directory, as its files are now. Throws as `loadExperiment`. */
export async function loadCurrentCode({ meta }: ArchivedRun, system: System): Promise<RunCode> {
  const { root } = findArchive({ from: system.cwd(), cwd: system.cwd(), env: system.env })
  const isScript = !/\.ya?ml$/.test(meta.file)
  const named = isScript && meta.export !== null ? `#${meta.export}` : ''
  const { specification, sources } = await loadByPath(`${join(root, meta.file)}${named}`, system)
  const file = relative(root, specification.code.file).split(sep).join('/')
  return { specification, code: 'current', file, sha256: await checksum(sources) }
}

/** The same for the same code, wherever it lies. */
async function checksum({ graph }: Sources): Promise<string | null> {
  const read = await graph.catch(() => null)
  if (read === null) return null
  const sums = Array.from(read.files.values(), ({ sha256 }) => sha256).toSorted()
  return createHash('sha256').update(sums.join('\n')).digest('hex')
}
