import { openForReport, sayError } from '../../report/report-run.ts'
import { RunFiles } from '../../report/run-files.ts'
import type { ArchiveState } from '../archive-state.ts'
import type { RunAnswer, RunParts } from '../protocol-run.ts'
import { artifactsOf, codeOf, inputsOf, picturesOf } from './files-of-run.ts'
import { againOf, environmentOf, errorOf, headOf, lineageOf, saidOf } from './head-of-run.ts'
import { locateRun } from './locate-run.ts'
import type { OpenedRun } from './opened-run.ts'
import { relativesOf } from './relatives-of-run.ts'
import { printOf } from './run-print.ts'
import { parametersOf, resultsOf, seriesOf, valuesOf } from './values-of-run.ts'

export interface RunQuestion {
  readonly id: string
  /** Prints of the sections that the page has. */
  readonly held: Readonly<Record<string, string>>
}

type Makers = { readonly [name in keyof RunParts]: (opened: OpenedRun) => RunParts[name] | Promise<RunParts[name]> }

const PARTS: Makers = {
  head: headOf,
  error: errorOf,
  results: resultsOf,
  values: valuesOf,
  parameters: parametersOf,
  said: saidOf,
  series: seriesOf,
  pictures: picturesOf,
  artifacts: artifactsOf,
  inputs: inputsOf,
  code: codeOf,
  relatives: relativesOf,
  lineage: lineageOf,
  environment: environmentOf,
  again: againOf,
}

/** What a run has that the page has not yet. One section that is damaged makes no other unreadable. Throws RUN_NOT_FOUND, ARCHIVE_VERSION. */
export async function answerRun(archive: ArchiveState, { id, held }: RunQuestion, files: string): Promise<RunAnswer> {
  const folder = await locateRun(archive, id)
  const { run, broken } = await openForReport(folder)
  const served = `${files}${id.split('/').map(encodeURIComponent).join('/')}/`
  const opened = { id, served, archive, run, broken, files: new RunFiles({ folder, from: folder, inline: false }) }
  const parts: Record<string, unknown> = {}
  const prints: Record<string, string> = {}
  const damage = new Set(broken)
  for (const [name, make] of Object.entries(PARTS)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each reads the same documents
      const part = await make(opened)
      const print = printOf(part)
      prints[name] = print
      if (held[name] !== print) parts[name] = part
    } catch (error) {
      damage.add(sayError(error, folder))
    }
  }
  const { life } = run.standing
  return { id, isLive: life === 'working' || life === 'unknown', parts, prints, damage: [...damage] }
}
