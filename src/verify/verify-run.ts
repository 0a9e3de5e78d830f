import { join } from 'node:path'
import type { ArchivedRun } from '../archive/archived-run.ts'
import { openRun } from '../archive/open-run.ts'
import { hasLeftovers } from '../archive/recover-run.ts'
import { isUndrawn } from '../archive/undrawn.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { PYCOMEX_FORMAT } from '../format/parse-pycomex-meta.ts'
import { staysInside } from '../internal/stays-inside.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { checkDocuments, findingOf } from './check-documents.ts'
import { checkArtifacts, checkCode, checkCounts } from './check-recorded.ts'
import { checkSeries } from './check-series.ts'
import type { Checked, Finding } from './finding.ts'

/** What verifying a run has shown. */
export interface Verdict {
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
export async function verifyRun(folder: string): Promise<Verdict> {
  const checked: Checked = { files: 0, bytes: 0, series: 0, points: 0 }
  const findings = new Map<string, Finding>()
  const report = (finding: Finding): void => void findings.set(`${finding.file}\0${finding.what}`, finding)
  const run = openOr(folder, report)
  if (run === null) return { folder, findings: [...findings.values()], notes: [NOT_CHECKED], checked }
  for (const name of [FILES.internal, FILES.tracked, FILES.visuals, FILES.code])
    if (isThere(folder, name) && !staysInside(folder, name))
      report({ file: name, what: 'it is a symbolic link that leads out of the run', advice: MOVE_BACK })
  if (run.standing.life === 'working') return { folder, findings: [...findings.values()], notes: [GOES_ON], checked }
  checkDocuments(run, report, checked)
  if (run.meta.format === PYCOMEX_FORMAT) return { folder, findings: [...findings.values()], notes: [PYCOMEX], checked }
  const series = await checkSeries(run, report, checked)
  const unhashed = await checkArtifacts(run, report, checked)
  await checkCode(run, report, checked)
  if (isComplete(run) && run.meta.unwritten.length === 0) checkCounts(run, series, report)
  return { folder, findings: [...findings.values()], notes: notesOf(run, unhashed), checked }
}

const MOVE_BACK = 'put the folder itself in the place of the link'
const NOT_CHECKED = 'Without its metadata nothing else of it was checked.'
const GOES_ON = 'It goes on: it is checked when it has ended.'
const PYCOMEX = 'It is a run of PyComex, which records no checksums: its metadata and values were checked.'

function isComplete({ standing, folder }: ArchivedRun): boolean {
  return standing.life === 'ended' && !hasLeftovers(folder)
}

function isThere(folder: string, name: string): boolean {
  return statIfThere(join(folder, name), 'look at') !== undefined
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

function notesOf(run: ArchivedRun, unhashed: number): readonly string[] {
  const { folder, name, meta } = run
  const artifacts = unhashed === 1 ? '1 artifact has' : `${unhashed} artifacts have`
  return [
    ...(!isComplete(run) ? [`It is not complete: runlab recover ${name} completes it.`] : []),
    ...(meta.unwritten.length > 0
      ? [`What could not be written when it ran is missing: ${meta.unwritten.map(({ path }) => path).join(', ')}.`]
      : []),
    ...(unhashed > 0 ? [`${artifacts} no checksum: only the size was checked.`] : []),
    ...(isUndrawn(folder) ? [`It is not drawn: runlab draw ${name} draws it.`] : []),
  ]
}
