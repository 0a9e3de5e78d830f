import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { readChecksums } from '../archive/status/checksums.ts'
import { readAnalyses } from '../archive/documents/read-analyses.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { isSystemSeries } from '../format/series.ts'
import type { SeriesSummary } from '../format/series.ts'
import { attempt } from './check-documents.ts'
import { checkFile } from './check-file.ts'
import { RESTORE } from './finding.ts'
import type { Report } from './finding.ts'
import type { Verifying } from './verifying.ts'

/** Checks the documents that nobody writes any more. Of one that cannot be read, that is said already. */
export async function checkChecksums({ run, files, report, isReported }: Verifying): Promise<void> {
  const checksums = attempt(run.folder, report, () => readChecksums(run.folder)) ?? null
  for (const file of checksums?.files ?? []) {
    if (isReported(file.path)) continue
    // oxlint-disable-next-line no-await-in-loop -- side by side they would not be faster on one disk
    const fault = await checkFile(files, file, { files: 0, bytes: 0, series: 0, points: 0 }) // counted when they were read
    if (fault !== null) report({ file: file.path, what: fault, advice: CHANGED })
  }
}

const CHANGED = `restore it from a copy; where it was changed on purpose, and not by \`runlab modify\`, remove ${FILES.checksums}`

/** Checks that artifacts are there, with the size and the bytes that their records say. Gives how many have no checksum. */
export async function checkArtifacts({ run, files, report, checked }: Verifying): Promise<number> {
  const artifacts = attempt(run.folder, report, () => [...run.artifacts]) ?? []
  for (const { name, size, sha256 } of artifacts) {
    // oxlint-disable-next-line no-await-in-loop -- side by side they would not be faster on one disk
    const fault = await checkFile(files, { path: name, size, sha256 }, checked)
    if (fault !== null) report({ file: name, what: `${fault}: the artifact was changed after it was recorded`, advice: RESTORE })
  }
  return artifacts.filter(({ sha256 }) => sha256 === null).length
}

/** Checks the captured code. Of a file in which secrets were masked, the record describes the original. */
export async function checkCode({ run, files, report, checked }: Verifying): Promise<void> {
  const snapshot = attempt(run.folder, report, () => run.snapshot) ?? null
  if (snapshot === null) return
  const { entry, files: captured, patch } = snapshot
  const recorded = captured.map(({ path, size, sha256, redacted }) => ({ path: `${FILES.code}/${path}`, size, sha256, redacted }))
  const isPatched = patch.state === 'written' && patch.applicable !== false
  const all = isPatched ? [...recorded, { path: `${FILES.code}/git.patch`, size: patch.size, sha256: patch.sha256 }] : recorded
  for (const file of all) {
    if ('redacted' in file && file.redacted === true) continue
    // oxlint-disable-next-line no-await-in-loop -- as above
    const fault = await checkFile(files, file, checked)
    if (fault !== null) report({ file: file.path, what: fault, advice: RESTORE })
  }
  if (!captured.some(({ path }) => path === entry))
    report({ file: FILES.snapshot, what: `its entry ${JSON.stringify(entry)} is not among its files`, advice: RESTORE })
}

/** Checks the counts that the metadata of a run that has ended have. */
export function checkCounts(run: ArchivedRun, series: readonly SeriesSummary[] | null, report: Report): void {
  const { meta, folder } = run
  const own = series?.filter((one) => !isSystemSeries(one))
  const found: Partial<Record<keyof RunMeta['counts'], number | undefined>> = {
    artifacts: quietly(() => run.artifacts.size - countAddedLater(run)),
    inputs: quietly(() => run.inputs.length),
    code_files: quietly(() => run.snapshot?.files.length ?? 0),
    series: own?.length,
    points: own?.reduce((sum, { count }) => sum + count, 0),
  }
  for (const [name, count] of Object.entries(found)) {
    const said = meta.counts[name as keyof RunMeta['counts']]
    if (count === undefined || count === said) continue
    const what = `"counts.${name}" is ${said}; by what lies in the run it is ${count}`
    report({ file: FILES.meta, what, advice: 'a list was changed after the run had ended, or the metadata were' })
  }

  function quietly(read: () => number): number | undefined {
    return attempt(folder, () => undefined, read) // said where it was checked
  }
}

/** Artifacts that analyses added after the run had ended. */
function countAddedLater({ folder, artifacts }: ArchivedRun): number {
  const added = [...readAnalyses(folder).values()].flatMap(({ files }) => files)
  return new Set(added.filter((name) => artifacts.has(name))).size
}
