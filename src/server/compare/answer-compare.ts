import { compareRuns } from '../../analysis/compare/compare-runs.ts'
import { diffRuns } from '../../analysis/compare/diff-runs.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { readCode } from '../../archive/documents/read-code.ts'
import { distinctRunNames } from '../../format/run-name.ts'
import type { ArchiveState } from '../archive-state.ts'
import { plainValue } from '../plain-value.ts'
import type { CompareAnswer, CompareCode } from '../protocol-run.ts'
import { locateRun } from '../run/locate-run.ts'

/** In what runs differ; the code of two line by line. Throws RUN_NOT_FOUND, COMPARE_COUNT, ARCHIVE_FORMAT. */
export async function answerCompare(archive: ArchiveState, paths: readonly string[]): Promise<CompareAnswer> {
  const ids = [...new Set(paths)]
  const runs: ArchivedRun[] = []
  // oxlint-disable-next-line no-await-in-loop -- the list of runs is there
  for (const id of ids) runs.push(openRun(await locateRun(archive, id)))
  const { facts, same, notes } = await compareRuns(runs)
  const names = distinctRunNames(runs)
  return {
    runs: runs.map(({ status }, index) => ({ id: ids[index] ?? '', name: names[index] ?? '', status })),
    facts: facts.map(({ part, name, values }) => ({ part, name, values: values.map((value) => plainValue(value)) })),
    same,
    notes,
    code: await codeOf(runs),
  }
}

async function codeOf(runs: readonly ArchivedRun[]): Promise<readonly CompareCode[] | null> {
  const [one, other, ...more] = runs
  if (one === undefined || other === undefined || more.length > 0) return null
  const { code } = await diffRuns(one, other, {
    readerOf:
      ({ folder, snapshot }) =>
      (path, largest) =>
        readCode({ folder, within: snapshot?.folder, path, largest }),
  })
  return (code?.entries ?? []).map(({ path, state, diff, note }) => ({ path, state, diff, note }))
}
