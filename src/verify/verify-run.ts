import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { openRun } from '../archive/opening/open-run.ts'
import { readLife } from '../archive/status/read-status.ts'
import { LEFTOVERS } from '../archive/claims/leftovers.ts'
import { isPacked } from '../archive/zip/zip-name.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { PYCOMEX_FORMAT } from '../format/parse-pycomex-meta.ts'
import { checkDocuments, findingOf } from './check-documents.ts'
import { checkArtifacts, checkChecksums, checkCode, checkCounts } from './check-recorded.ts'
import { checkSeries, isListMissing } from './check-series.ts'
import { filesOfZip } from './files-of-zip.ts'
import type { Checked, Finding } from './finding.ts'
import { filesOfFolder } from './run-files.ts'
import type { Verifying } from './verifying.ts'

/** What verifying a run has shown. */
export interface Verification {
  /** Absolute path. */
  readonly folder: string
  /** What is damaged; none where the run is whole. */
  readonly findings: readonly Finding[]
  /** What is no damage and worth knowing, in sentences. */
  readonly notes: readonly string[]
  readonly checked: Readonly<Checked>
}

/**
 * Checks a run: that its documents say what runlab writes, that files are what their checksums say, and that every number of a
 * summary is what the points say. Reads all of it, executes and changes nothing. Throws RUN_NOT_FOUND, ARCHIVE_VERSION.
 */
export async function verifyRun(folder: string): Promise<Verification> {
  const checked: Checked = { files: 0, bytes: 0, series: 0, points: 0 }
  const findings = new Map<string, Finding>()
  const isZip = isPacked(folder)
  const report = ({ file, what, advice }: Finding): void =>
    void findings.set(`${file}\0${what}`, { file, what, advice: isZip ? adviceForZip(folder, advice) : advice })
  const isReported = (file: string): boolean => [...findings.values()].some((finding) => finding.file === file)
  const files = isZip ? await filesOfZip(folder, report) : filesOfFolder(folder)
  const run = files === null ? null : openOr(folder, report)
  const notes = files === null || run === null ? [NOT_CHECKED] : await checkAll({ run, files, report, isReported, checked })
  return { folder, findings: [...findings.values()], notes, checked }
}

/** Gives what is no damage. */
async function checkAll(verifying: Verifying): Promise<readonly string[]> {
  const { run, files, report } = verifying
  for (const name of [FILES.internal, FILES.tracked, FILES.visuals, FILES.code])
    if (files.look(name) === 'outside')
      report({ file: name, what: 'it is a symbolic link that leads out of the run', advice: MOVE_BACK })
  if (run.standing.life === 'working') return [GOES_ON]
  checkDocuments(verifying)
  if (run.meta.format === PYCOMEX_FORMAT) return [PYCOMEX]
  await checkChecksums(verifying)
  const series = await checkSeries(verifying)
  const unhashed = await checkArtifacts(verifying)
  await checkCode(verifying)
  if (isComplete(verifying) && run.meta.unwritten.length === 0) checkCounts(run, series, report)
  return notesOf(verifying, unhashed)
}

/** What can be done needs a folder. */
function adviceForZip(zip: string, advice: string): string {
  return advice.startsWith('runlab ') ? `runlab import ${zip} unpacks it, then ${advice}` : advice
}

const MOVE_BACK = 'put the folder itself in the place of the link'
const NOT_CHECKED = 'Without its metadata nothing else of it was checked.'
const GOES_ON = 'It goes on: it is checked when it has ended.'
const BY_READING = 'Metadata, values and log have no checksum: they can be read, and fit together.'
const PYCOMEX = 'It is a run of PyComex, which records no checksums: its metadata and values were checked.'

function isComplete({ run, files }: Verifying): boolean {
  return run.standing.life === 'ended' && !LEFTOVERS.some((path) => files.has(path)) && !isListMissing(files)
}

function openOr(folder: string, report: (finding: Finding) => void): ArchivedRun | null {
  try {
    return openRun(folder)
  } catch (error) {
    if (!(error instanceof RunlabError) || error.code !== 'ARCHIVE_FORMAT') throw error
    report(findingOf(folder, error))
    return null
  }
}

function notesOf(verifying: Verifying, unhashed: number): readonly string[] {
  const { folder, name, meta } = verifying.run
  const isUndrawn = verifying.files.has(FILES.undrawn) && readLife(folder).liveness !== 'alive'
  const artifacts = unhashed === 1 ? '1 artifact has' : `${unhashed} artifacts have`
  return [
    ...(!isComplete(verifying) ? [`It is not complete: runlab recover ${name} completes it.`] : []),
    ...(meta.unwritten.length > 0
      ? [`What could not be written when it ran is missing: ${meta.unwritten.map(({ path }) => path).join(', ')}.`]
      : []),
    ...(verifying.files.has(FILES.checksums) ? [] : [BY_READING]),
    ...(unhashed > 0 ? [`${artifacts} no checksum: only the size was checked.`] : []),
    ...(isUndrawn ? [`It is not drawn: runlab draw ${name} draws it.`] : []),
  ]
}
