import { expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import { breakable } from '../../src/report/breakable.ts'
import { roundNumbers } from '../../src/report/round-numbers.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'
import type { Page } from './page-of.ts'

const CHART = '<svg xmlns="http://www.w3.org/2000/svg" class="runlab-chart" viewBox="0 0 9 9"><text>loss</text></svg>'

/** The report of a run with visuals of these forms and titles; a plot shows the title `loss`. */
async function drawn(visuals: readonly (readonly [form: string, title: string])[]): Promise<Page> {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  put(folder, 'visuals/a.svg', CHART)
  put(folder, 'visuals/a.png', 'x')
  put(folder, 'visuals/a.mp4', 'x')
  put(folder, 'visuals/a.jsonl', '{"a":1}\n')
  const files = { plot: 'visuals/a.svg', sheet: 'visuals/a.png', video: 'visuals/a.mp4', table: 'visuals/a.jsonl' }
  const rest = { group: 'tracked', series: [], note: null }
  putLines(
    folder,
    '.runlab/visuals.jsonl',
    visuals.map(([form, title]) => ({
      ...{ title, form, files: [files[form as keyof typeof files]] },
      ...{ alt: form === 'table' ? `Table: ${title}; 1 row, 1 column.` : `${title}: it.`, ...rest },
    })),
  )
  const page = await pageOf(folder)
  checkPage(page)
  return page
}

test('a title is said once: not beside a picture that shows it, nor with what is said of a table', async () => {
  const page = await drawn([
    ['plot', 'loss'],
    ['plot', 'los'],
    ['sheet', 'images'],
    ['video', 'images'],
    ['table', 'answers'],
  ])
  const headings = [...page.document.querySelectorAll('#visuals h3')].map(
    ({ className, textContent }) => `${textContent} ${className}`,
  )
  expect(headings).toEqual(['loss unseen', 'los ', 'images unseen', 'images ', 'answers '])
  expect(page.text('figure.table figcaption')).toMatch(/^answers ?1 row, 1 column ?a\.jsonl 8 B$/)
})

test('pictures fill rows of two: the last one of an odd number has a row of its own', async () => {
  const alone = async (forms: readonly string[]): Promise<readonly string[]> => {
    const page = await drawn(forms.map((form, i) => [form, `t${i}`] as const))
    return [...page.document.querySelectorAll('#visuals .alone')].map((figure) => figure.querySelector('h3')?.textContent ?? '')
  }
  expect(await alone(['plot', 'plot'])).toEqual([])
  expect(await alone(['plot', 'table', 'video', 'table'])).toEqual([])
  expect(await alone(['plot', 'table', 'video', 'sheet', 'table'])).toEqual(['t3'])
})

const plain = { type: 'number', description: null, usable: true, default: 50, source: 'default', value: 50 } as const

test('results come before the list of parameters; those that were changed are named in the head', async () => {
  const parameters: RunMeta['parameters'] = {
    words: plain,
    rate: { ...plain, value: 0.1 + 0.2, default: 0.1, source: 'command line' },
    same: { ...plain, source: 'code' },
    computed: { ...plain, value: 7, default: null, source: 'derived' },
    key: { ...plain, value: null, default: null, source: 'environment', redacted: true },
  }
  const writer = makeRun(tempFolder(), 'ns/run', { parameters })
  const tree = new ValueTree()
  tree.set('accuracy', 8 / 9)
  writer.writeData(tree)
  const page = await pageOf(writer.folder)
  checkPage(page)
  const ids = [...page.document.querySelectorAll('main > section')].map(({ id }) => id)
  expect(ids.indexOf('values')).toBeLessThan(ids.indexOf('parameters'))
  expect(page.texts('.changed dl > div')).toEqual([
    expect.stringMatching(/^rate ?0\.3 default 0\.1$/),
    expect.stringMatching(/^key ?\*\*\*$/),
  ])
  expect(page.text('#parameters')).toContain('rate number 0.3 command line')
  expect(page.text('#values tbody')).toMatch(/^accuracy ?0\.888889$/)
  expect(page.document.querySelector('#values .number')?.getAttribute('title')).toBe('0.8888888888888888')
  expect((await pageOf(makeRun(tempFolder(), 'ns/run', { parameters: { words: plain } }).folder)).texts('.changed')).toEqual([])
})

test('numbers in values have six digits, however deep', async () => {
  const third = 1 / 3
  expect(roundNumbers({ a: [third, { b: third }], c: new Float64Array([third]), d: 1_234_567, e: Number.NaN, f: 'x' })).toEqual({
    ...{ a: [0.333333, { b: 0.333333 }], c: new Float64Array([0.333333]), d: 1_234_567, e: Number.NaN, f: 'x' },
  })
  const writer = makeRun(tempFolder(), 'ns/run')
  const tree = new ValueTree()
  tree.set('rows', [
    { name: 'a', share: third, big: 1_234_567 },
    { name: 'b', share: 2 * third, big: 2 },
  ])
  tree.set('list', [third, third])
  writer.writeData(tree)
  const page = await pageOf(writer.folder)
  expect(page.texts('#values .nested td')).toEqual(['a', '0.333333', '1,234,567', 'b', '0.666667', '2'])
  const looks = [...page.document.querySelectorAll('#values .nested thead th')].map(({ className }) => className)
  expect(looks).toEqual(['short', 'number', 'number'])
  expect(page.text('#values code')).toBe('[ 0.333333, 0.333333 ]')
})

test('names and paths break at their joints', () => {
  const parts = (text: string): readonly string[] => breakable(text).text.split('<wbr />')
  expect(parts('learning_rate/hiddenUnits2Max.csv')).toEqual(['learning_', 'rate/', 'hidden', 'Units2', 'Max.csv'])
  expect(parts('plain words, and -0.5 <b> 2026-11-30')).toEqual(['plain words, and -0.5 &lt;b&gt; 2026-11-30'])
})
