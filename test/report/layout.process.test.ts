import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { encodeValue } from '../../src/format/tagged-json.ts'
import { drawLines } from '../../src/render/charts/draw-lines.ts'
import { loadPlot } from '../../src/render/charts/plot.ts'
import { compileTable } from '../../src/render/pages/table-page.ts'
import { writeReport } from '../../src/report/write-report.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { hasBrowser, launchBrowser } from '../support/browser.ts'
import type { Browser } from '../support/browser.ts'
import { allNeed } from '../support/needs.ts'
import { put, putLines } from './page-of.ts'

/** A table with ten columns, as an evaluation of a language model has it. */
const RECORDS = Array.from({ length: 40 }, (_, i) => ({
  ...{ id: `geo-${i}`, subject: 'geography', question: `What is the capital of the ${i}th country by area, from the largest?` },
  ...{ expected: 'Ouagadougou', answer: 'I do not know the answer to that.', correct: i % 3 === 0 },
  ...{ latency: (i * 7919) % 1000, tokens_in: 100 + i, tokens_out: i, cost: 0.000_123_456_78 * i },
}))

async function makeReport(): Promise<string> {
  await loadPlot()
  const writer = makeRun(tempFolder(), 'ns/run')
  const { folder } = writer
  const tree = new ValueTree()
  tree.set('metrics/validation_accuracy', 8 / 9)
  tree.set('by_subject', RECORDS.slice(0, 3))
  writer.writeData(tree)
  const x = { label: 'step' }
  const lines = [{ label: 'loss', x: [0, 1, 2], y: [3, 2, 1] }]
  const chart = drawLines({ type: 'lines', title: 'loss', x, y: { label: 'loss' }, lines })
  put(folder, 'visuals/loss.svg', 'svg' in chart ? chart.svg : '')
  put(
    folder,
    'visuals/tall.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="440"><text y="9">tall</text></svg>',
  )
  put(folder, 'visuals/answers.jsonl', RECORDS.map((record) => `${JSON.stringify(encodeValue(record))}\n`).join(''))
  const shown = ['loss', 'tall', 'answers', 'loss'].map((title) => {
    const [form, file] = title === 'answers' ? ['table', 'answers.jsonl'] : ['plot', `${title}.svg`]
    return { title, form, group: 'tracked', series: [], files: [`visuals/${file}`], alt: title, note: null }
  })
  putLines(folder, '.runlab/visuals.jsonl', shown)
  return pathToFileURL(await writeReport(folder)).href
}

const ALL = (selector: string, what: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => ${what})`

describe('in a browser', () => {
  allNeed(hasBrowser, 'needs chromium')
  let browser: Browser
  let report: string
  beforeAll(async () => {
    if (!hasBrowser) return
    report = await makeReport()
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  const numbers = async (expression: string): Promise<readonly number[]> => (await browser.read(expression)) as number[]
  /** Pairs of cells that lie over one another, and cells whose text is wider than they are. */
  const overlaps = async (): Promise<unknown> => {
    const right = '(e.previousElementSibling?.getBoundingClientRect().right ?? 0)'
    const isWrong = `e.scrollWidth > e.clientWidth + 1 || ${right} > e.getBoundingClientRect().left + 1`
    return await browser.read(`${ALL('.sortable td, .sortable th', `${isWrong} ? e.textContent : ''`)}.filter(Boolean)`)
  }
  const places = (selector: string, side: string): string => ALL(selector, `Math.round(e.getBoundingClientRect().${side})`)

  test.each([1280, 800, 390, 320])(
    'a page of %i pixels is no wider than that, and begins everywhere at one edge',
    async (width) => {
      await browser.open(report, width)
      expect(await browser.read('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      const lefts = await numbers(places('h1, h2, section > table, section > .figures, .sortable, section > pre', 'left'))
      expect(new Set(lefts).size).toBe(1)
    },
  )

  test.each([1280, 800])('ten columns of a table are seen at %i pixels', async (width) => {
    await browser.open(report, width)
    const [[scrolled = 0, seen = 0] = []] = (await browser.read(
      ALL('.scroll:has(> .data)', '[e.scrollWidth, e.clientWidth]'),
    )) as number[][]
    expect(scrolled).toBeLessThanOrEqual(seen)
    expect(seen).toBeGreaterThan(0.8 * Math.min(width, 1088))
    expect(await overlaps()).toEqual([])
  })

  test('pictures of a row are equally high, and every row is full', async () => {
    await browser.open(report, 1280)
    const cards = await browser.read(
      ALL('.figures > .plot', '(({ top, height, width }) => [top, height, width].map(Math.round))(e.getBoundingClientRect())'),
    )
    const [one = [], other = [], last = []] = cards as number[][]
    expect(one).toEqual(other)
    expect([last[2]]).toEqual(await numbers(places('.figures', 'width')))
  })

  test('letters of a chart have ten pixels on a phone, and names stay whole', async () => {
    await browser.open(report, 390)
    const size = 'parseFloat(getComputedStyle(e).fontSize) * e.getBoundingClientRect().width / e.viewBox.baseVal.width'
    for (const letters of await numbers(ALL('.drawing.own svg', size))) expect(letters).toBeGreaterThanOrEqual(10)
    const heights = await numbers(places('.values > tbody > tr > th', 'height'))
    expect(Math.max(...heights)).toBeLessThan(45) // one line
  })

  test('a table is sorted without a script, and goes back', async () => {
    await browser.open(report, 1280)
    const shown = async (): Promise<readonly number[]> => {
      const rows = ALL('.sortable tbody tr', '[e.getBoundingClientRect().top, Number(e.cells[6].textContent)]')
      return ((await browser.read(rows)) as [number, number][]).toSorted(([a], [b]) => a - b).map(([, latency]) => latency)
    }
    const tracked = RECORDS.map(({ latency }) => latency)
    const sorted = tracked.toSorted((a, b) => a - b)
    expect(await shown()).toEqual(tracked)
    await browser.read(`document.querySelector('.up6').click()`)
    expect(await shown()).toEqual(sorted)
    await browser.read(`document.querySelector('.down6').click()`)
    expect(await shown()).toEqual(sorted.toReversed())
    await browser.read(`document.querySelector('.unsort input').click()`)
    expect(await shown()).toEqual(tracked)
  })

  test('so is the page of a table', async () => {
    const folder = tempFolder()
    put(folder, 'answers.html', compileTable({ type: 'table', title: 'answers', records: RECORDS }).html)
    const page = pathToFileURL(`${folder}/answers.html`).href
    await browser.open(page, 390)
    expect(await overlaps()).toEqual([])
    await browser.open(page, 1280)
    expect(await overlaps()).toEqual([])
    await browser.read(`document.querySelector('.down8').click()`)
    const tops = await numbers(places('tbody tr', 'top'))
    expect(tops).toEqual(tops.toSorted((a, b) => b - a))
  })
})
