import type { RunReader } from '../../api/run.ts'
import type { EnvironmentRecord } from '../../format/records.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import type { EnvironmentDifference } from './run-diff.ts'

type Described = Pick<RunReader, 'meta' | 'environment'>
type Facts = readonly (readonly [name: string, text: string | null])[]

/** Where two runs were made, and what else their results may depend on, as facts in words. */
export function compareEnvironments(a: Described, b: Described): Comparison<EnvironmentDifference> {
  const [areOurs, areRecorded] = [isOurs(a) && isOurs(b), a.environment !== null && b.environment !== null]
  const factsOf = (run: Described): ReadonlyMap<string, string> =>
    new Map([...(areOurs ? originFacts(run) : []), ...(areRecorded ? machineFacts(run) : [])])
  const pairs = compareMaps({ before: factsOf(a), after: factsOf(b), isSame: (one, other) => one === other })
  const entries = pairs.map(({ key, state, before, after }) => ({ name: key, state, before, after }))
  return { entries, notes: [...notesOf('A', a), ...notesOf('B', b)] }
}

/** PyComex records neither seed nor commit. */
export function isOurs({ meta }: Described): boolean {
  return meta.runlab !== ''
}

function notesOf(label: string, run: Described): readonly string[] {
  if (!isOurs(run)) return [`${label} is a run of PyComex, which does not record it`]
  return run.environment === null ? [`the machine of ${label} is not recorded`] : []
}

/** By which runlab a run was made, from which seed and commit. */
export function originFacts({ meta: { runlab, seed, git } }: Pick<Described, 'meta'>): ReadonlyMap<string, string> {
  return known([
    ['runlab', runlab],
    ['seed', String(seed)],
    ['git commit', git?.commit ?? null],
    ['git branch', git?.branch ?? null],
    ['uncommitted changes', git === null ? null : git.dirty ? 'yes' : 'no'],
  ])
}

/** On which machine; nothing where it is not recorded. */
export function machineFacts({ environment }: Pick<Described, 'environment'>): ReadonlyMap<string, string> {
  return known(environment === null ? [] : [...hardware(environment), ...variables(environment)])
}

function known(facts: Facts): ReadonlyMap<string, string> {
  return new Map(facts.filter((fact): fact is readonly [string, string] => fact[1] !== null && fact[1] !== ''))
}

function hardware({ runtime, os, cpu, memory, gpu, host }: EnvironmentRecord): Facts {
  return [
    ['node', runtime.version],
    ['system', `${os.platform} ${os.arch} ${os.release}`],
    ['processors', `${cpu.count} × ${cpu.model === '' ? 'unknown' : cpu.model}`],
    ['memory', bytesText(memory.total)],
    ['graphics', gpu.map(({ name, driver }) => (driver === null ? name : `${name} (driver ${driver})`)).join(', ')],
    ['host', host],
  ]
}

function variables({ env }: EnvironmentRecord): Facts {
  return Object.entries(env).map(([name, value]) => [`$${name}`, value])
}
