import { RunlabError, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { applyConfig, asProblem } from '../../experiment/config/apply-config.ts'
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
  /** Everything wrong, each with its place. */
  readonly problems: readonly Problem[]
}

/** Loads the experiment of a config file, with what the config says. Throws CONFIG_INVALID with every problem. */
export async function loadConfig(file: string, system: System): Promise<Runnable> {
  const { experiment, problems } = await readConfig(file, system)
  if (experiment === null || problems.length > 0) throw runlabError('CONFIG_INVALID', { file, problems: await withParameters() })
  return experiment

  /** What is wrong with the values is said along with all else, whatever the command line would put in their place. */
  async function withParameters(): Promise<readonly Problem[]> {
    if (experiment === null) return problems
    const more = await problemsOfParameters(experiment.specification, [], { system })
    return [...problems, ...more.filter(({ place }) => place !== undefined)]
  }
}

/** Reads a config and loads what it extends and includes. Throws no error of ours. */
export async function readConfig(file: string, system: System): Promise<ReadConfig> {
  const chain = await readConfigChain(file, system.env)
  const problems = [...chain.problems]
  const base = await loadBase(chain, system, problems)
  if (base === null) return { experiment: null, problems }
  let specification = base.experiment.specification
  for (const document of chain.documents) {
    const applied = applyConfig(specification, document, await loadIncluded(document, system, problems))
    specification = applied.specification
    problems.push(...applied.problems)
  }
  return { experiment: runnableOf(specification, base.sources), problems: inOrder(problems, chain) }
}

interface LoadedBase {
  readonly experiment: { readonly specification: Specification }
  readonly sources: Sources
}

async function loadBase({ experiment }: ConfigChain, system: System, problems: Problem[]): Promise<LoadedBase | null> {
  if (experiment === null) return null
  const sources = gatherSources(experiment.file)
  try {
    const loaded = await loadExperiment(experiment.file, experiment.name, system.cwd())
    const definedIn = loaded.experiment.specification.code.file
    const isEntry = realPath(definedIn) === realPath(experiment.file)
    return { experiment: loaded.experiment, sources: isEntry ? sources : { ...sources, facts: gatherSources(definedIn).facts } }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    problems.push({ ...asProblem(error), place: experiment.place })
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
      problems.push({ ...asProblem(error), place: from.place })
    }
  }
  return loaded
}

/** In the order of the files, the config asked for first, and in each from its top. */
function inOrder(problems: readonly Problem[], { documents }: ConfigChain): readonly Problem[] {
  const files = documents.map(({ file }) => file).toReversed()
  const rank = ({ place }: Problem): readonly number[] =>
    place === undefined ? [files.length, 0, 0] : [files.indexOf(place.file), place.line, place.column]
  return problems.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)]
    return left.map((one, i) => one - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0
  })
}
