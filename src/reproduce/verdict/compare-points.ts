import type { SeriesPoint } from '../../api/tracking.ts'
import type { ComparedFile } from './compare-files.ts'
import { compareFiles } from './compare-files.ts'
import { ContentTally } from './compare-contents.ts'
import type { ContentResult } from './compare-contents.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'

type Points = Iterable<SeriesPoint>

/** How the points of two series compare, one by one: steps have to be the same, times are not looked at. */
export async function comparePoints(before: Points, after: Points, rule: ToleranceRule | null): Promise<ContentResult> {
  const [ones, others] = inSameOrder([...before], [...after])
  const tally = new ContentTally(rule)
  if (ones.length !== others.length) tally.fail(`${pointsText(ones.length)} became ${pointsText(others.length)}`)
  for (let i = 0; i < Math.min(ones.length, others.length); i++) {
    const [one, other] = [ones[i], others[i]]
    if (one === undefined || other === undefined) break
    if (one.step !== other.step) {
      tally.fail(`from point ${i + 1} on the steps differ: ${one.step} became ${other.step}`)
      break
    }
    // oxlint-disable-next-line no-await-in-loop -- files are read one after the other
    if (isFile(one.value) && isFile(other.value))
      await addFiles(tally, { one: one.value, other: other.value, rule, step: one.step })
    else tally.add(contentOf(one.value), contentOf(other.value), one.step)
  }
  return tally.result()
}

/** Threads and processes that track one series come in any order: then points are compared by their steps. */
function inSameOrder(before: SeriesPoint[], after: SeriesPoint[]): readonly [SeriesPoint[], SeriesPoint[]] {
  const isSame = before.length === after.length && before.every(({ step }, i) => step === after[i]?.step)
  if (isSame) return [before, after]
  const byStep = (points: SeriesPoint[]): SeriesPoint[] => points.toSorted((a, b) => a.step - b.step)
  const [ones, others] = [byStep(before), byStep(after)]
  return ones.every(({ step }, i) => step === others[i]?.step) ? [ones, others] : [before, after]
}

async function addFiles(
  tally: ContentTally,
  { one, other, rule, step }: { one: ComparedFile; other: ComparedFile; rule: ToleranceRule | null; step: number },
): Promise<void> {
  const { verdict, reason } = await compareFiles(one, other, rule)
  // What counts is the content, so that is what stands at the step.
  if (verdict === 'identical') tally.add(null, null, step)
  else if (verdict === 'within tolerance') tally.addCovered(one.sha256, other.sha256, step)
  else {
    tally.add(one.sha256, other.sha256, step)
    if (reason !== null) tally.fail(`${reason} (step ${step})`)
  }
}

/** A file of a series, as every kind that keeps files reads it. */
function isFile(value: unknown): value is ComparedFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    'sha256' in value &&
    'bytes' in value &&
    typeof value.sha256 === 'string'
  )
}

/** Of a kind of the experiment's own its fields. */
function contentOf(value: unknown): unknown {
  return isOwnObject(value) ? { ...value } : value
}

function isOwnObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !ArrayBuffer.isView(value) && ![Date, Map, Set, RegExp].some((type) => value instanceof type)
}

function pointsText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'point' : 'points'}`
}
