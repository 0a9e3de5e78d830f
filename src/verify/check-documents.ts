import { isUtf8 } from 'node:buffer'
import { join, relative } from 'node:path'
import { readAnalyses } from '../archive/documents/read-analyses.ts'
import { readVerdict } from '../archive/documents/read-verdict.ts'
import { readLines } from '../archive/opening/read-records.ts'
import { readEnding } from '../archive/status/read-status.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { PYCOMEX_FORMAT } from '../format/parse-pycomex-meta.ts'
import { parseVisualRecord } from '../format/visuals.ts'
import { UnreadableValue } from '../format/unreadable-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { readRegular } from '../internal/regular-file.ts'
import { RESTORE } from './finding.ts'
import type { Report } from './finding.ts'
import type { Verifying } from './verifying.ts'

/** Reads something of a run; what cannot be read is reported, once. Undefined then. */
export function attempt<T>(folder: string, report: Report, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    report(findingOf(folder, error))
    return undefined
  }
}

/** What an error says of a file of a run. */
export function findingOf(folder: string, error: RunlabError): { file: string; what: string; advice: string } {
  const { file, reason } = error.details
  const isPlaced = typeof file === 'string' && typeof reason === 'string' && file.startsWith(folder)
  const what = isPlaced ? reason : error.message
  return { file: isPlaced ? relative(folder, file) || '.' : '.', what, advice: error.hint ?? RESTORE }
}

/** Documents that a run has which is done, and those that it has with its code: a run that failed early has neither. */
const WHEN_DONE = [FILES.data, FILES.log]
const WITH_CODE = [FILES.environment, FILES.snapshot]
/** What has to be text. */
const TEXTS = [
  FILES.meta,
  FILES.data,
  FILES.log,
  FILES.environment,
  FILES.snapshot,
  FILES.artifacts,
  FILES.inputs,
  FILES.analyses,
  FILES.series,
  FILES.drawn,
  FILES.rules,
  FILES.ending,
  FILES.stop,
  FILES.verdict,
  FILES.checksums,
  FILES.sweep,
  FILES.annotations,
]

/** Checks that the documents of a run are there, are text, and say what runlab writes. */
export function checkDocuments(verifying: Verifying): void {
  const { run, files, report } = verifying
  const { folder, meta, standing } = run
  const isPycomex = meta.format === PYCOMEX_FORMAT
  const isDone = !isPycomex && standing.life === 'ended' && meta.status === 'done'
  const expected = [...(isDone ? WHEN_DONE : []), ...(meta.counts.code_files > 0 ? WITH_CODE : [])]
  const isUnwritten = (path: string): boolean => meta.unwritten.some((one) => one.path === path)
  for (const file of expected.filter((path) => !files.has(path) && !isUnwritten(path)))
    report({ file, what: 'it is not there', advice: RESTORE })
  for (const path of isPycomex ? [FILES.meta, FILES.data] : TEXTS) checkText(verifying, path)
  attempt(folder, report, () => run.params)
  attempt(folder, report, () => checkValues(run.values, '', report))
  attempt(folder, report, () => run.inputs)
  attempt(folder, report, () => run.environment)
  attempt(folder, report, () => readEnding(folder))
  attempt(folder, report, () => readVerdict(folder))
  attempt(folder, report, () => readAnalyses(folder))
  const drawn = attempt(folder, report, () => readLines(join(folder, FILES.drawn), parseVisualRecord)) ?? []
  for (const file of new Set(drawn.flatMap((record) => record.files)))
    if (!files.has(file)) report({ file, what: 'it is not there', advice: `runlab draw ${run.name} draws it again` })
}

/** Letters that are none become others without a word when they are read. */
function checkText({ run: { folder }, files, report, checked }: Verifying, path: string): void {
  if (!files.has(path)) return
  const bytes = attempt(folder, report, () => readRegular(join(folder, path)))
  if (bytes === undefined) return
  checked.files++
  checked.bytes += bytes.length
  if (!isUtf8(bytes)) report({ file: path, what: 'it has bytes that are no text (UTF-8)', advice: RESTORE })
}

function checkValues(values: Readonly<Record<string, unknown>>, above: string, report: Report): void {
  for (const [key, value] of Object.entries(values)) {
    if (value instanceof UnreadableValue) report({ file: FILES.data, what: value.message, advice: RESTORE })
    else if (isPlainObject(value)) checkValues(value, `${above}${key}/`, report)
  }
}
