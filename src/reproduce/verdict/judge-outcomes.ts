import type { Artifacts, RunReader } from '../../api/run.ts'
import { leavesOf } from '../../analysis/compare/compare-values.ts'
import { isSystemSeries, seriesKey } from '../../format/series.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { summaryKey } from '../../format/series-path.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { OutcomeItem, Verdict, VerdictClass } from '../../format/verdict.ts'
import { compareContents } from './compare-contents.ts'
import type { ContentResult } from './compare-contents.ts'
import { compareFiles } from './compare-files.ts'
import { comparePoints } from './compare-points.ts'
import { findSuspects } from './find-suspects.ts'
import type { SuspectRun } from './find-suspects.ts'
import { findRule, isFor, rulesOfDeclared } from '../../format/tolerance.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'

/** What is compared of a run. */
export type OutcomeRun = SuspectRun & Pick<RunReader, 'series' | 'artifacts'>

type Rules = readonly ToleranceRule[]

/**
 * What `compareOutcomes` gives, by rules that have been read; below them count those that the experiment declares, as it is now and, below
 * these, as it was.
 */
export async function judgeOutcomes(original: OutcomeRun, repeated: OutcomeRun, given: Rules): Promise<Verdict> {
  const declared = [original, repeated].flatMap(({ meta }) => rulesOfDeclared(meta.verify ?? []))
  const rules = [...declared, ...given]
  const compared = [
    endingItem(original, repeated),
    ...valueItems(original, repeated, rules),
    ...(await seriesItems(original, repeated, rules)),
    ...(await artifactItems(original.artifacts, repeated.artifacts, rules)),
  ]
  const counts = { identical: 0, 'within tolerance': 0, different: 0, ignored: 0 }
  for (const { verdict } of compared) counts[verdict] += 1
  const verdict = counts.different > 0 ? 'different' : counts['within tolerance'] > 0 ? 'within tolerance' : 'identical'
  const isDifferent = (item: OutcomeItem): boolean => item.verdict === 'different'
  return {
    verdict,
    original: identify(original),
    repeated: identify(repeated),
    counts,
    items: [...compared.filter(isDifferent), ...compared.filter((item) => !isDifferent(item) && item.verdict !== 'identical')],
    firstStep: firstStepOf(compared),
    suspects: verdict === 'identical' ? [] : await findSuspects(original, repeated),
    notes: [...notesOf(compared, given), ...newWarnings(original, repeated)],
  }
}

function identify({ namespace, name, status }: OutcomeRun): Verdict['original'] {
  return { namespace, name, status }
}

/** How both ended: the status, and what was thrown. */
function endingItem(original: OutcomeRun, repeated: OutcomeRun): OutcomeItem {
  const said = ({ status, meta: { error } }: OutcomeRun): string =>
    error === null ? status : `${status}: ${error.type}: ${error.message}`
  return itemOf({ part: 'ending', name: 'status' }, compareContents(said(original), said(repeated), null))
}

function valueItems(original: OutcomeRun, repeated: OutcomeRun, rules: Rules): readonly OutcomeItem[] {
  const [before, after] = [leavesOf(original.values), leavesOf(repeated.values)]
  return pairsOf(before, after).map(({ key, one, other }) => {
    const identity = { part: 'value', name: key } as const
    const rule = findRule(rules, key)
    return (
      withoutPair(identity, one, other, rule) ??
      itemOf(identity, compareContents(decodeValue(one ?? null), decodeValue(other ?? null), rule), rule)
    )
  })
}

async function seriesItems(original: OutcomeRun, repeated: OutcomeRun, rules: Rules): Promise<readonly OutcomeItem[]> {
  const items: OutcomeItem[] = []
  for (const { one, other } of pairsOf(byKey(original.tracked), byKey(repeated.tracked))) {
    const summary = one ?? other
    if (summary === undefined) continue
    const { name, context, kind } = summary
    const identity = { part: 'series', name, context, kind } as const
    const rule = findRule(rules, summaryKey(summary)) ?? findRule(rules, name)
    const pick = { context, kind }
    // oxlint-disable-next-line no-await-in-loop -- one series in memory at a time
    const compare = async (): Promise<ContentResult> =>
      await comparePoints(original.series(name, pick), repeated.series(name, pick), rule)
    // oxlint-disable-next-line no-await-in-loop -- as above
    items.push(withoutPair(identity, one, other, rule) ?? itemOf(identity, await compare(), rule))
  }
  return items
}

function byKey(series: readonly SeriesSummary[]): ReadonlyMap<string, SeriesSummary> {
  return new Map(series.filter((one) => !isSystemSeries(one)).map((one) => [seriesKey(one), one]))
}

async function artifactItems(before: Artifacts, after: Artifacts, rules: Rules): Promise<readonly OutcomeItem[]> {
  const byName = (artifacts: Artifacts): Map<string, ReturnType<Artifacts['get']>> =>
    new Map(Array.from(artifacts, (artifact) => [artifact.name, artifact]))
  const items: OutcomeItem[] = []
  for (const { key, one, other } of pairsOf(byName(before), byName(after))) {
    const identity = { part: 'artifact', name: key } as const
    const rule = findRule(rules, key)
    const alone = withoutPair(identity, one, other, rule)
    if (alone !== null) items.push(alone)
    // oxlint-disable-next-line no-await-in-loop -- files may be large
    else if (one !== undefined && other !== undefined) items.push(itemOf(identity, await compareFiles(one, other, rule), rule))
  }
  return items
}

interface Pair<T> {
  readonly key: string
  readonly one: T | undefined
  readonly other: T | undefined
}

function pairsOf<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): readonly Pair<T>[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return Array.from(keys, (key) => ({ key, one: before.get(key), other: after.get(key) }))
}

type Identity = Pick<OutcomeItem, 'part' | 'name'> & Partial<Pick<OutcomeItem, 'context' | 'kind'>>

/** The item of what is not compared, or is in one of them only; null for what has to be compared. */
function withoutPair(identity: Identity, one: unknown, other: unknown, rule: ToleranceRule | null): OutcomeItem | null {
  const nothing = { first: null, largest: null, differing: 0, total: 1, reason: null }
  if (rule?.how === 'ignore') return itemOf(identity, { ...nothing, verdict: 'ignored' }, rule)
  if (one !== undefined && other !== undefined) return null
  const reason = one === undefined ? 'the original has none' : 'it is missing now'
  return itemOf(identity, { ...nothing, verdict: 'different', differing: 1, reason }, rule)
}

type Found = Omit<ContentResult, 'verdict'> & { readonly verdict: VerdictClass | 'ignored' }

function itemOf(identity: Identity, found: Found, rule: ToleranceRule | null = null): OutcomeItem {
  return { context: null, kind: null, ...identity, ...found, tolerance: rule?.text ?? null }
}

/** Where the runs part: of all series that are different the lowest step. */
function firstStepOf(items: readonly OutcomeItem[]): Verdict['firstStep'] {
  let lowest: Verdict['firstStep'] = null
  for (const { verdict, name, context, first } of items) {
    const step = verdict === 'different' ? (first?.step ?? null) : null
    if (step !== null && (lowest === null || step < lowest.step)) lowest = { series: name, context, step }
  }
  return lowest
}

/** What went wrong in the repeated run alone, at most five: it may be why something is missing. */
function newWarnings({ meta: before }: OutcomeRun, { meta: after }: OutcomeRun): readonly string[] {
  const known = new Set([...before.warnings, ...before.refused.map(({ reason }) => reason)])
  const all = new Set([...after.warnings, ...after.refused.map(({ reason }) => reason)])
  const added = [...all].filter((warning) => !known.has(warning))
  return added.slice(0, 5).map((warning) => `Only the repeated run warns: ${warning}`)
}

function notesOf(items: readonly OutcomeItem[], rules: Rules): readonly string[] {
  const unused = rules.filter((rule) => !items.some((item) => isFor(rule, item.name) || isFor(rule, summaryKey(item))))
  return [
    ...(items.length === 1 ? ['Neither run has values, series or artifacts: only how they ended was compared.'] : []),
    ...unused.map(({ text }) => `The tolerance ${text} fits nothing that the runs have.`),
  ]
}
