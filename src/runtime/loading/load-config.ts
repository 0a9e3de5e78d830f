import { RunlabError, runlabError } from '../../errors.ts'
import type { Problem, SourcePlace } from '../../errors.ts'
import { abstractHooks } from '../../experiment/abstract-hooks.ts'
import { applyConfig, asProblem, placeProblems } from '../../experiment/config/apply-config.ts'
import type { IncludedMixin } from '../../experiment/config/apply-config.ts'
import type { ConfigChain, ConfigDocument } from '../../experiment/config/config-document.ts'
import { readConfigChain } from '../../experiment/config/read-config-chain.ts'
import type { Specification } from '../../experiment/specification.ts'
import { realPath } from '../../snapshot/real-path.ts'
import { gatherSources } from '../life/sources.ts'
import type { Sources } from '../life/sources.ts'
import { problemsOfParameters } from '../life/settle-parameters.ts'
import { runnableOf } from '../runnable.ts'
import type { Runnable } from '../runnable.ts'
import type { System } from '../system.ts'
import { loadExperiment } from './load-experiment.ts'
import { loadMixin } from './load-mixins.ts'

/** What a config makes of its experiment, as far as it can be made. */
export interface ReadConfig {
  /** Null where the experiment cannot be loaded. */
  readonly experiment: Runnable | null
  /** Everything wrong, in the order of the files: the config asked for first, and each from its top. */
  readonly problems: readonly Problem[]
}

/**
 * Loads the experiment of a config file, with what the config says. Throws CONFIG_INVALID with every problem; values that are wrong
 * are none while nothing else is: the command line may replace them.
 */
export async function loadConfig(file: string, system: System): Promise<Runnable> {
  const read = await readConfig(file, system)
  if (read.experiment !== null && read.problems.length === 0) return read.experiment
  const problems = await withValues(read, system)
  throw runlabError('CONFIG_INVALID', { file, problems: problems.filter(({ place }) => place !== undefined) })
}

/** Reads a config and says all that is wrong with a run of it. Throws no error of ours. */
export async function checkConfig(file: string, system: System): Promise<ReadConfig> {
  const read = await readConfig(file, system)
  return { experiment: read.experiment, problems: await withValues(read, system) }
}

interface ReadChain extends ReadConfig {
  readonly chain: ConfigChain
}

/** Reads a config and loads what it extends and includes. */
async function readConfig(file: string, system: System): Promise<ReadChain> {
  const chain = await readConfigChain(file, system.env)
  const problems = [...chain.problems]
  const base = await loadBase(chain, system, problems)
  let specification = base?.experiment.specification
  for (const document of chain.documents) {
    problems.push(...placeProblems(document))
    const mixins = await loadIncluded(document, system, problems)
    if (specification === undefined) continue
    const applied = applyConfig(specification, document, mixins)
    specification = applied.specification
    problems.push(...applied.problems)
  }
  const experiment = base === null || specification === undefined ? null : runnableOf(specification, base.sources)
  return { chain, experiment, problems: inOrder(problems, chain) }
}

/** With what is wrong with hooks and values. */
async function withValues({ chain, experiment, problems }: ReadChain, system: System): Promise<readonly Problem[]> {
  if (experiment === null) return problems
  const { specification } = experiment
  const incomplete = abstractHooks(specification)
  const hooks = incomplete === null || chain.experiment === null ? [] : [at(asProblem(incomplete), chain.experiment)]
  return inOrder([...problems, ...hooks, ...(await problemsOfParameters(specification, [], { system }))], chain)
}

function at(found: Problem, { place }: { readonly place: SourcePlace }): Problem {
  return { ...found, place }
}

interface LoadedBase {
  readonly experiment: { readonly specification: Specification }
  readonly sources: Sources
}

async function loadBase({ experiment }: ConfigChain, system: System, problems: Problem[]): Promise<LoadedBase | null> {
  if (experiment === null) return null
  const { file, name } = experiment
  const sources = gatherSources(file)
  try {
    const loaded = await loadExperiment({ file, name, graph: sources.graph }, system.cwd())
    const definedIn = loaded.experiment.specification.code.file
    const isEntry = realPath(definedIn) === realPath(file)
    return { experiment: loaded.experiment, sources: isEntry ? sources : { ...sources, facts: gatherSources(definedIn).facts } }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    problems.push(at(asProblem(error), experiment))
    return null
  }
}

async function loadIncluded(config: ConfigDocument, system: System, problems: Problem[]): Promise<readonly IncludedMixin[]> {
  const loaded: IncludedMixin[] = []
  for (const from of config.include) {
    try {
      loaded.push({ mixin: await loadMixin({ file: from.value, name: from.name }, system.cwd()), from })
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      problems.push(at(asProblem(error), from))
    }
  }
  return loaded
}

function inOrder(problems: readonly Problem[], { documents }: ConfigChain): readonly Problem[] {
  const files = documents.map(({ file }) => file).toReversed()
  const rank = ({ place }: Problem): readonly [number, number, number] =>
    place === undefined ? [files.length, 0, 0] : [files.indexOf(place.file), place.line, place.column]
  return problems.toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)]
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
  })
}
