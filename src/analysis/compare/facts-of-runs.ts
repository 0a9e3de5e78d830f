import type { ComparedFact, ComparedPart, RunComparison } from '../../api/run-comparison.ts'
import { readCode } from '../../archive/documents/read-code.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SnapshotFile, SnapshotRecord } from '../../format/records.ts'
import { distinctRunNames } from '../../format/run-name.ts'
import { isSystemSeries } from '../../format/series.ts'
import { contextText } from '../../format/series-path.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { isComparedFile } from './compare-code.ts'
import { isOurs, machineFacts, originFacts } from './compare-environment.ts'
import { packagesOf } from './compare-packages.ts'
import { leavesOf } from './compare-values.ts'
import type { ComparedRun } from './compared-run.ts'
import { lineUp } from './line-up.ts'
import type { Facts } from './line-up.ts'
import { pairFiles } from './pair-files.ts'

/** Runs side by side, without the texts that are made of it. */
export type ComparedRuns = Omit<RunComparison, 'csv' | 'markdown' | 'latex'>

/** What each run has of a part, and what could not be compared. */
interface PartFacts {
  readonly facts: readonly Facts[]
  readonly notes: readonly string[]
}

/** In what runs differ; with `all` also in what they do not. Throws ARCHIVE_FORMAT. */
export function factsOf(runs: readonly ComparedRun[], all: boolean): ComparedRuns {
  const names = distinctRunNames(runs)
  const parts: Readonly<Record<ComparedPart, PartFacts>> = {
    run: { facts: runs.map(runFacts), notes: [] },
    parameters: parameterFacts(runs),
    code: codeFacts(runs, names),
    packages: packageFacts(runs, names),
    environment: environmentFacts(runs, names),
    values: { facts: runs.map(({ values }) => leavesOf(values)), notes: [] },
    series: { facts: runs.map((run) => seriesFacts(run, all)), notes: [] },
  }
  const same = { run: 0, parameters: 0, code: 0, packages: 0, environment: 0, values: 0, series: 0 }
  const facts: ComparedFact[] = []
  for (const part of ORDER) {
    for (const { key, cells, isSame } of lineUp(parts[part].facts)) {
      if (isSame) same[part] += 1
      if (all || !isSame)
        facts.push({ part, name: key, values: cells.map((cell) => (cell === undefined ? undefined : decodeValue(cell))) })
    }
  }
  return {
    runs: runs.map(({ folder, namespace, name }) => ({ folder, namespace, name })),
    facts,
    same,
    notes: ORDER.flatMap((part) => parts[part].notes.map((note) => `${part}: ${note}`)),
  }
}

const ORDER: readonly ComparedPart[] = ['run', 'parameters', 'code', 'packages', 'environment', 'values', 'series']

function runFacts({ status, meta }: ComparedRun): Facts {
  const { error, seed, duration, name } = meta
  return new Map<string, JsonValue>([
    ['experiment', name],
    ['status', status],
    ...(error === null ? [] : [['error', `${error.type}: ${error.message}`] as const]),
    ...(seed === null ? [] : [['seed', seed] as const]),
    ['duration', duration],
  ])
}

/** Secrets are not compared. */
function parameterFacts(runs: readonly ComparedRun[]): PartFacts {
  const entries = runs.map(({ meta }) => Object.entries(meta.parameters))
  const secrets = new Set(entries.flatMap((own) => own.flatMap(([name, { redacted }]) => (redacted === true ? [name] : []))))
  const facts = entries.map(
    (own) => new Map(own.flatMap(([name, { value }]) => (secrets.has(name) ? [] : [[name, value] as const]))),
  )
  return { facts, notes: secrets.size === 0 ? [] : [`secrets are not compared: ${[...secrets].join(', ')}`] }
}

/** The version that each run has of each file, by checksums. Files are paired with those of the first run that records them. */
function codeFacts(runs: readonly ComparedRun[], names: readonly string[]): PartFacts {
  const first = filesOf(runs.find(({ snapshot }) => snapshot !== null)?.snapshot ?? null)
  const versions = new Map<string, string[]>()
  const versionOf = (source: string, { sha256 }: SnapshotFile): string => {
    const known = versions.get(source) ?? []
    if (!known.includes(sha256)) versions.set(source, [...known, sha256])
    return `v${(versions.get(source) ?? []).indexOf(sha256) + 1}`
  }
  const facts = runs.map(({ snapshot }) => {
    if (snapshot === null) return null
    const entries = pairFiles(first, filesOf(snapshot)).flatMap(({ before, after }) => {
      if (after === null) return []
      const { source } = before ?? after
      return [[source, versionOf(source, after)] as const]
    })
    return new Map(entries)
  })
  return { facts, notes: notRecorded(facts, names) }
}

function filesOf(snapshot: SnapshotRecord | null): readonly SnapshotFile[] {
  return snapshot?.files.filter(isComparedFile) ?? []
}

function packageFacts(runs: readonly ComparedRun[], names: readonly string[]): PartFacts {
  const { versions, notes } = packagesOf(
    runs.map(({ folder, snapshot, environment }, index) => ({
      label: names[index] ?? '',
      snapshot,
      packageManager: environment?.packageManager ?? null,
      read: (path, largest) => readCode({ folder, within: snapshot?.folder, path, largest }),
    })),
  )
  const facts = versions.map(
    (own) => own && new Map(Array.from(own, ([name, installed]) => [name, installed.join(', ')] as const)),
  )
  const said = [...notes.slice(0, NAMED), ...(notes.length > NAMED ? [`and ${notes.length - NAMED} more`] : [])]
  return { facts, notes: said.length === 0 ? [] : [said.join('; ')] }
}

/** Reasons that a note has room for. */
const NAMED = 3

/** The seed is said of the run. */
function environmentFacts(runs: readonly ComparedRun[], names: readonly string[]): PartFacts {
  const facts = runs.map((run) => {
    if (run.environment === null) return null
    const all = new Map([...(isOurs(run) ? originFacts(run) : []), ...machineFacts(run)])
    all.delete('seed')
    return all
  })
  return { facts, notes: notRecorded(facts, names) }
}

/** What runlab itself measured differs always. */
function seriesFacts({ tracked }: ComparedRun, all: boolean): Facts {
  const shown = tracked.filter((series) => all || !isSystemSeries(series))
  return new Map(
    shown.map(({ name, context, last }) => [context === null ? name : `${name} ${contextText(context)}`, encodeValue(last)]),
  )
}

function notRecorded(facts: readonly Facts[], names: readonly string[]): readonly string[] {
  const missing = names.filter((_, index) => facts[index] === null)
  return missing.length === 0 ? [] : [`not recorded, and not compared, of ${missing.join(', ')}`]
}
