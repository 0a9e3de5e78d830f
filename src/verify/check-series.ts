import { basename, relative } from 'node:path'
import { FILES } from '../format/files.ts'
import { contextText } from '../format/series-path.ts'
import type { PointsSummary, SeriesSummary } from '../format/series.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { PageReader } from '../tracking/columns/page-reader.ts'
import { joinSummaries, mergeSummaries, summariseNumbers, summariseOrder } from '../tracking/columns/summary.ts'
import type { Block, SourceSeries } from '../tracking/reading/blocks.ts'
import { JournalScanner } from '../tracking/reading/journal-scan.ts'
import { readSealedHead, readSealedList } from '../tracking/reading/sealed-list.ts'
import { attempt } from './check-documents.ts'
import { checkFile } from './check-file.ts'
import { RESTORE } from './finding.ts'
import type { RunFiles } from './run-files.ts'
import type { Verifying } from './verifying.ts'

/**
 * Reads every point of a run, and checks that pages and files are what their checksums say, and that summaries are what the points
 * say. Gives the series; null where they cannot be listed.
 */
export async function checkSeries(verifying: Verifying): Promise<readonly SeriesSummary[] | null> {
  const { run, files, report, checked } = verifying
  const { folder, name } = run
  const sealed = attempt(folder, report, () => readSealedList(folder))
  const advice = `runlab recover ${name} makes it anew from ${FILES.points}`
  if (sealed === undefined || (sealed === null && isListMissing(files))) {
    if (sealed === null) report({ file: FILES.series, what: 'it is not there', advice })
    return null
  }
  const head = sealed === null ? null : (attempt(folder, report, () => readSealedHead(folder)) ?? null)
  const fault = head === null ? null : await checkFile(files, { ...head, path: FILES.points }, checked)
  if (fault !== null) report({ file: FILES.points, what: fault, advice: RESTORE })
  const series = sealed ?? attempt(folder, report, () => new JournalScanner(folder).scan()?.series ?? [])
  if (series === undefined) return null
  const reader = new PageReader()
  try {
    // oxlint-disable-next-line no-await-in-loop -- side by side they would not be faster on one disk
    for (const source of series) await checkOne(source, { ...verifying, reader, isSealed: sealed !== null })
  } finally {
    reader.close()
  }
  return series
}

/** The points are there, and nothing says what is in them. */
export function isListMissing(files: RunFiles): boolean {
  return !files.has(FILES.series) && !files.has(FILES.tracking) && files.has(FILES.points)
}

interface Checking extends Verifying {
  readonly reader: PageReader
  readonly isSealed: boolean
}

async function checkOne(source: SourceSeries, checking: Checking): Promise<void> {
  const { run, reader, report, checked, isSealed } = checking
  const { folder } = run
  const title = `the series ${JSON.stringify(source.name)}${source.context === null ? '' : ` ${contextText(source.context)}`}`
  const parts: PointsSummary[] = []
  let isWhole = true
  for (const { blocks } of attempt(folder, report, () => source.parts) ?? []) {
    const summaries: PointsSummary[] = []
    for (const block of blocks) {
      try {
        const { summary, texts } = summariseBlock(reader, block, source.kind)
        summaries.push(summary)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await checkMedia(texts, title, checking)
      } catch (error) {
        if (!(error instanceof Error) || systemErrorCode(error) === 'ENOENT') return // said of the file already
        isWhole = false
        const file = block.type === 'pages' ? relative(folder, block.file) : FILES.tracking
        report({ file, what: `${block.rows} points of ${title} cannot be read: ${error.message}`, advice: RESTORE })
      }
    }
    parts.push(joinSummaries(summaries))
  }
  checked.series++
  checked.points += source.count
  if (!isSealed || !isWhole) return
  for (const wrong of differences(source, mergeSummaries(parts))) {
    const advice = `the points are whole: move ${basename(FILES.series)} away, and runlab recover ${run.name} makes it anew`
    report({ file: FILES.series, what: `${title}: ${wrong}`, advice })
  }
}

interface ReadBlock {
  readonly summary: PointsSummary
  /** Of what is no number. */
  readonly texts: readonly string[]
}

function summariseBlock(reader: PageReader, block: Block, kind: string): ReadBlock {
  if (block.type === 'points') return { summary: summariseNumbers(block.columns), texts: [] }
  if (block.type === 'records') {
    const { steps, times, texts } = block.columns
    return { summary: summariseOrder(Float64Array.from(steps), Float64Array.from(times)), texts }
  }
  const { file, pages } = block
  const [steps, times] = [reader.steps(file, pages), reader.times(file, pages)]
  if (kind === 'number') return { summary: summariseNumbers({ steps, times, values: reader.numbers(file, pages) }), texts: [] }
  return { summary: summariseOrder(steps, times), texts: kind === 'text' ? [] : reader.texts(file, pages) }
}

const FIELDS = ['count', 'nonFinite', 'firstStep', 'lastStep', 'firstTime', 'lastTime', 'last', 'min', 'max', 'mean'] as const

/** A mean is a sum of sums: its last digits depend on where segments ended. */
const MEAN_TOLERANCE = 1e-9

function differences(listed: PointsSummary, found: PointsSummary): readonly string[] {
  const size = Math.max(Math.abs(found.min ?? 0), Math.abs(found.max ?? 0))
  return FIELDS.flatMap((field) => {
    const [one, other] = [listed[field], found[field]]
    if (Object.is(one, other) || (one === 0 && other === 0)) return []
    if (field === 'mean' && one !== null && other !== null && Math.abs(one - other) <= size * MEAN_TOLERANCE) return []
    return [`its list says that ${WORDS[field]} is ${String(one)}; by its points it is ${String(other)}`]
  })
}

const WORDS: Readonly<Record<(typeof FIELDS)[number], string>> = {
  count: 'the number of points',
  nonFinite: 'the number of values that are not finite',
  firstStep: 'the first step',
  lastStep: 'the last step',
  firstTime: 'the time of the first point',
  lastTime: 'the time of the last point',
  last: 'the last value',
  min: 'the smallest value',
  max: 'the largest value',
  mean: 'the mean',
}

/** Files that points name. */
async function checkMedia(texts: readonly string[], title: string, { files, report, checked }: Verifying): Promise<void> {
  for (const text of texts) {
    const { file, size, sha256 } = fileIn(text)
    if (typeof file !== 'string' || typeof size !== 'number' || typeof sha256 !== 'string') continue
    // oxlint-disable-next-line no-await-in-loop -- as above
    const fault = await checkFile(files, { path: file, size, sha256 }, checked)
    if (fault !== null) report({ file, what: `${fault} (of ${title})`, advice: RESTORE })
  }
}

function fileIn(text: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{') || !text.includes('"sha256"')) return {}
  try {
    const data: unknown = JSON.parse(text)
    return isPlainObject(data) ? data : {}
  } catch (error) {
    throw new Error(`a value is no JSON`, { cause: error })
  }
}
