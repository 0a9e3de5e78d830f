/** Runs one mutant against the tests that reach it. */
import type { Copy, TestResult } from './copy.ts'
import { applySite } from './operators.ts'
import type { Site } from './operators.ts'
import { PROCESS_FLAGS, UNIT_FLAGS } from './reach.ts'
import type { Reach } from './reach.ts'

export interface Verdict {
  readonly site: Site
  /** The stage that it went through last: unit tests, then tests that start processes. */
  readonly stage: 'unit' | 'process'
  /** The test that killed it. */
  readonly killedBy: string | null
  /** How many unit test files ran, how many process test files did, and how many process test files reach the site. */
  readonly units: number
  readonly processes: number
  readonly reaching: number
  /** Tests that failed at first, and passed the second time. */
  readonly flaky: readonly string[]
  readonly seconds: number
}

export interface Means {
  readonly copy: Copy
  readonly reach: Reach
  /** At most so many process test files for a mutant. */
  readonly files: number
}

/** So many unit test files, the nearest, run ahead of the others. */
const NEAREST = 8
/** In seconds, besides five times what the tests took before. */
const LIMIT = 120

/** The source is as before when it returns; dist/ is not. What ran for the verdict `before` does not run again. */
export async function judge(site: Site, stage: Verdict['stage'], means: Means, before?: Verdict): Promise<Verdict> {
  const { copy, reach } = means
  const started = performance.now()
  const tests = stage === 'unit' ? reach.unitTestsOf(site) : reach.processTestsOf(site)
  const nearest = [tests.slice(0, NEAREST), tests.slice(NEAREST)].filter(({ length }) => length > 0)
  const batches = stage === 'unit' ? nearest : tests.slice(before?.processes, means.files).map((test) => [test])
  const flaky = [...(before?.flaky ?? [])]
  const source = copy.read(site.file)
  let ran = 0
  let killedBy: string | null = null
  copy.write(site.file, applySite(source, site))
  try {
    if (stage === 'process' && batches.length > 0 && !(await copy.build())) killedBy = 'the build'
    for (const batch of batches) {
      if (killedBy !== null) break
      ran += batch.length
      killedBy = await findFailure(batch, { stage, means, flaky })
    }
  } finally {
    copy.write(site.file, source)
  }
  const seconds = (before?.seconds ?? 0) + (performance.now() - started) / 1000
  return stage === 'unit'
    ? { site, stage, killedBy, units: ran, processes: 0, reaching: 0, flaky, seconds }
    : {
        site,
        stage,
        killedBy,
        units: before?.units ?? 0,
        processes: (before?.processes ?? 0) + ran,
        reaching: tests.length,
        flaky,
        seconds,
      }
}

/** Whether more of the tests that may kill it can be run. */
export const isOpen = ({ stage, killedBy, processes, reaching }: Verdict, files: number): boolean =>
  killedBy === null && (stage === 'unit' || processes < Math.min(files, reaching))

/** Runs a batch again when it fails if it is of processes or failed by its time: what fails by chance seldom does so twice. */
async function findFailure(
  batch: readonly string[],
  { stage, means: { copy, reach }, flaky }: { stage: Verdict['stage']; means: Means; flaky: string[] },
): Promise<string | null> {
  const flags = ['--bail=1', ...(stage === 'unit' ? UNIT_FLAGS : PROCESS_FLAGS)]
  const run = (): Promise<TestResult> => copy.test(batch, { flags, limit: LIMIT + 5 * reach.secondsOf(batch) })
  let result = await run()
  if (result.outcome !== 'passed' && (stage === 'process' || result.isDoubtful)) {
    const { failed, test } = result
    result = await run()
    if (result.outcome === 'passed') flaky.push(`${failed.join(' ')} › ${test}`)
  }
  const { outcome, failed, test } = result
  if (outcome === 'passed') return null
  return outcome === 'timeout' ? `the time limit (${batch.join(' ')})` : `${failed[0] ?? batch.join(' ')} › ${test}`
}
