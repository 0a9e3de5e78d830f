import { problemsIn, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SweepExperiment, SweepObjective } from '../../format/sweep.ts'
import { parseCommandLine } from '../../parameters/command-line/parse.ts'
import type { ParsedCommandLine } from '../../parameters/command-line/parse.ts'
import type { ParameterSpec } from '../../parameters/parameter-spec.ts'
import { splitName } from '../../runtime/loading/split-name.ts'
import { labelExperiments } from '../../sweep/definition/label-experiments.ts'
import type { LoadedExperiment } from '../../sweep/definition/load-experiments.ts'
import type { SweepRequest } from '../../sweep/definition/sweep-request.ts'
import type { Dimension } from '../../sweep/space/dimension.ts'
import { readDimension } from '../../sweep/space/read-dimension.ts'
import { readDuration } from '../../sweep/definition/read-duration.ts'
import { readNamedOptions } from '../../sweep/definition/read-named-options.ts'
import { readSeeds } from '../../sweep/definition/read-seeds.ts'
import { PASSED_ON, SWEEP_FLAGS } from './sweep-flags.ts'

/** What a command line asks for, with the parameters of the experiments that it names. Throws PARAMETERS_INVALID with all that is wrong. */
export function readSweepRequest(
  tokens: readonly string[],
  experiments: readonly SweepExperiment[],
  loaded: readonly LoadedExperiment[],
): SweepRequest {
  const parsed = parseTokens(tokens, loaded)
  const { flags, repeated, given } = parsed
  const problems: Problem[] = [...parsed.problems]
  const flag = <T>(name: (typeof SWEEP_FLAGS)[number]['name'], read: (text: string) => T): T | null => {
    const text = flags[name]
    if (typeof text !== 'string') return null
    return collect(problems, () => read(text))
  }
  const dimensions = Object.entries(given).flatMap(
    ([name, { text }]) => collect(problems, () => dimensionOf(name, text, specOf(name, loaded))) ?? [],
  )
  const request: SweepRequest = {
    experiments,
    dimensions: dimensions.filter((dimension) => !isFixed(dimension)),
    fixed: Object.fromEntries(dimensions.flatMap((one) => (isFixed(one) ? [[one.name, one.values[0] ?? null]] : []))),
    objectives: objectivesOf(tokens, repeated),
    sampler: flag('sampler', (text) => readNamedOptions('--sampler', 'sampler', text)),
    pruner: flag('prune', (text) => readNamedOptions('--prune', 'pruner', text)),
    seeds: flag('seed', (text) => readSeeds('--seed', text)),
    trials: flag('trials', (text) => readCount('--trials', text)),
    jobs: flag('jobs', (text) => readCount('--jobs', text)) ?? 1,
    time: flag('time', (text) => readDuration('--time', text)),
    trialTime: flag('trial-time', (text) => readDuration('--trial-time', text)),
    enqueue: [],
    seed: flag('sweep-seed', (text) => readCount('--sweep-seed', text, 0)),
    name: flag('name', String),
    namespace: flag('namespace', String),
    results: flag('results', String),
    flags: [
      ...PASSED_ON.flatMap((name) =>
        flags[name] === undefined ? [] : [flags[name] === true ? `--${name}` : `--${name}=${flags[name]}`],
      ),
      ...(repeated['include'] ?? []).map((mixin) => `--include=${mixin}`),
    ],
  }
  if (problems.length > 0) throw runlabError('PARAMETERS_INVALID', { problems })
  return request
}

/** Flags and parameters of all experiments; a list of truth values is its flag's value, as for others. */
export function parseTokens(tokens: readonly string[], loaded: readonly LoadedExperiment[]): ParsedCommandLine {
  const [first] = loaded
  if (first === undefined) throw runlabError('USAGE', { reason: 'A sweep needs an experiment', help: 'runlab sweep --help' })
  const specs = new Map(loaded.toReversed().flatMap(({ specification }) => [...specification.parameters.specs]))
  const joined: string[] = []
  for (const token of tokens) {
    const before = joined.at(-1) ?? ''
    if (/^(?:true|false)(?:,(?:true|false))+$/.test(token) && /^--[^=]+$/.test(before))
      joined[joined.length - 1] = `${before}=${token}`
    else joined.push(token)
  }
  return parseCommandLine(joined, { ...first.specification.parameters, specs }, SWEEP_FLAGS)
}

function specOf(name: string, loaded: readonly LoadedExperiment[]): ParameterSpec | undefined {
  return loaded.map(({ specification }) => specification.parameters.specs.get(name)).find((spec) => spec !== undefined)
}

/** Values are read as the parameter reads them; what it refuses is refused with all others, by what it expects. */
function dimensionOf(name: string, texts: readonly string[], spec: ParameterSpec | undefined): Dimension {
  const read = (text: string): JsonValue => {
    const reading = spec?.parseText([text], { folder: process.cwd(), fileExists: () => true })
    if (reading === undefined || reading instanceof Promise || !reading.ok) return text
    const { value } = reading
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null ? value : text
  }
  return readDimension(name, texts.at(-1) ?? '', read)
}

function isFixed(dimension: Dimension): dimension is Extract<Dimension, { kind: 'list' }> {
  return dimension.kind === 'list' && dimension.values.length === 1 && dimension.when === null
}

/** In the order in which they were given. */
function objectivesOf(tokens: readonly string[], repeated: ParsedCommandLine['repeated']): readonly SweepObjective[] {
  const left = { minimize: [...(repeated['minimize'] ?? [])], maximize: [...(repeated['maximize'] ?? [])] }
  return tokens.flatMap((token) => {
    const direction = /^--(minimize|maximize)(?:=|$)/.exec(token)?.[1] as 'minimize' | 'maximize' | undefined
    const expression = direction === undefined ? undefined : left[direction].shift()
    return direction === undefined || expression === undefined ? [] : [{ expression, direction }]
  })
}

export function readCount(flag: string, text: string, least = 1): number {
  const count = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(count) && count >= least) return count
  throw runlabError('FLAG_INVALID', { flag, value: JSON.stringify(text), expected: `a whole number of at least ${least}` })
}

function collect<T>(problems: Problem[], read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    problems.push(...problemsIn(error))
    return null
  }
}

/** Files of a command line, as a sweep names them. */
export function experimentsOf(files: readonly string[], cwd: string): readonly SweepExperiment[] {
  const split = files.map((file) => splitName(file, cwd))
  return labelExperiments(
    split.map(({ path, name }) => ({ file: path, name })),
    cwd,
  )
}
