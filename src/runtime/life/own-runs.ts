import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { OwnRuns } from '../../api/experiment.ts'
import type { RunReader } from '../../api/run.ts'
import type { RunBrief } from '../../archive/index/run-brief.ts'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { askArchive } from '../../query/ask-archive.ts'
import { checkSelection } from '../../query/check-selection.ts'
import { readSourceFacts } from '../../snapshot/source-facts.ts'
import type { System } from '../system.ts'
import { archiveOf } from './archive-of.ts'
import { declaredBy } from './layer-facts.ts'
import { ownFacts, secondaryName } from './own-facts.ts'

/** The runs of an experiment in the archive that its runs go to. Throws ARCHIVE_NOT_FOUND for one that was asked for. */
export async function* ownRuns(
  specification: Specification,
  options: OwnRuns,
  system: System,
): AsyncGenerator<RunReader, void, undefined> {
  checkSelection(options, ['namespace', 'where', 'sort', 'limit', 'results'])
  const { results, ...selection } = options
  const { archive, root } = archiveOf(specification, results, system)
  if (!existsSync(archive)) {
    if (results !== undefined) throw runlabError('ARCHIVE_NOT_FOUND', { folder: resolve(system.cwd(), results) })
    return // it has not run yet
  }
  const isOwn = await ownBriefs(specification, root)
  const runs = await askArchive(
    {
      folder: archive,
      selection,
      now: new Date(system.now()),
      isThere: (run) => run.trials === null && isOwn(run),
      kinds: specification.kinds,
    },
    (found) => found,
  )
  for (const { run } of runs) yield run
}

/**
 * Tells runs of an experiment: by its file in the project, and, where the file has several, by the names under which it
 * exports it. Where the run's folder lies says nothing.
 */
async function ownBriefs(
  { location, code, layers, parameters }: Specification,
  root: string,
): Promise<(run: RunBrief) => boolean> {
  const file = relative(root, location.file).split(sep).join('/')
  const layer = layers.findLast((one) => one.location === code)
  if (location !== code || layer === undefined) return (run) => run.file === file // a config, which is one experiment
  const facts = await readFile(location.file, 'utf8').then(
    (text) => readSourceFacts(location.file, text),
    () => null, // gone meanwhile
  )
  if (facts === null || facts.experiments.length <= 1) return (run) => run.file === file
  const own = ownFacts({ layer, facts, names: declaredBy(parameters, layers.indexOf(layer)) })
  const isPrimary = secondaryName(own, facts) === null
  const names = new Set(own?.exportNames)
  return (run) => run.file === file && (run.export === null ? isPrimary : names.has(run.export))
}
