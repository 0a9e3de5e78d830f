import type { PageSet } from '../../format/series.ts'
import { Reused } from '../../internal/reused.ts'
import type { PageReader } from '../columns/page-reader.ts'
import { doublePage, encodeSteps, integerPage, splitPage, textPage } from '../columns/encode-pages.ts'
import type { EncodedPages } from '../columns/encode-pages.ts'
import type { PagesAt } from './collect-series.ts'

/** Points of a page that is copied as it is. */
const LARGE = 2 ** 11
/** Points that small pages are put together to. */
const WHOLE = 2 ** 17
/** Bytes of values in them, and of what comes out of texts, which are compressed. */
const WHOLE_BYTES = 2 ** 20
const WHOLE_PLAIN = 32 * 2 ** 20

const memory = new Reused((length) => new Float64Array(length))

/** Consecutive pages of one part of a series that become one page. */
export type PageRun = readonly PagesAt[]

/**
 * Puts small pages together: those of a series that grows slowly would be as many as there were segments. `plainBytes` says
 * how much comes out of the values of a page.
 */
export function planPages(pages: readonly PagesAt[], plainBytes: (page: PagesAt) => number): readonly PageRun[] {
  const runs: PagesAt[][] = []
  let rows = Infinity
  let bytes = 0
  let plain = 0
  for (const page of pages) {
    const last = runs.at(-1)
    const [, length, header] = page.values
    const more = length - header
    const isLarge = page.rows >= LARGE || rows + page.rows > WHOLE || bytes + more > WHOLE_BYTES
    const morePlain = plainBytes(page)
    if (last === undefined || isLarge || plain + morePlain > WHOLE_PLAIN) {
      runs.push([page])
      rows = page.rows >= LARGE ? Infinity : page.rows
      bytes = more
      plain = morePlain
    } else {
      last.push(page)
      rows += page.rows
      bytes += more
      plain += morePlain
    }
  }
  return runs
}

export interface JoinOptions {
  readonly isNumber: boolean
  /** Of the whole file. */
  readonly stepType: PageSet['stepType']
}

/** The pages of a run of pages: copied where there is one, else decoded and made anew. */
export function joinPages(reader: PageReader, run: PageRun, { isNumber, stepType }: JoinOptions): EncodedPages {
  const rows = rowsOf(run)
  const [only] = run
  if (only !== undefined && run.length === 1) {
    const isFitting = only.stepType === stepType
    return {
      rows,
      stepType,
      steps: isFitting ? reader.page(only.file, only.steps) : stepsAs(stepType, reader.steps(only.file, only)),
      times: reader.page(only.file, only.times),
      values: reader.page(only.file, only.values),
    }
  }
  const steps = concat(run, (page, output) => reader.steps(page.file, page, output))
  return {
    rows,
    stepType,
    steps: stepsAs(stepType, steps),
    times: integerPage(concat(run, (page, output) => reader.times(page.file, page, output))),
    values: isNumber
      ? doublePage(concat(run, (page, output) => reader.numbers(page.file, page, output)))
      : textPage(run.flatMap((page) => reader.texts(page.file, page).map((text) => Buffer.from(text)))),
  }
}

export function rowsOf(pages: readonly { readonly rows: number }[]): number {
  return pages.reduce((sum, { rows }) => sum + rows, 0)
}

function stepsAs(stepType: PageSet['stepType'], steps: Float64Array): EncodedPages['steps'] {
  return stepType === 'double' ? splitPage(steps) : encodeSteps(steps).steps
}

/** What it gives is valid until it is called again. */
function concat(run: PageRun, read: (page: PagesAt, output: Float64Array<ArrayBuffer>) => void): Float64Array {
  const whole = memory.take(rowsOf(run))
  let at = 0
  for (const page of run) {
    read(page, whole.subarray(at, at + page.rows))
    at += page.rows
  }
  return whole
}
