import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { listRuns } from '../../src/archive/listing/list-runs.ts'
import { writeReport } from '../../src/report/write-report.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put } from './page-of.ts'

const golden = fileURLToPath(new URL('../fixtures/archives/format-1', import.meta.url))
const runs = listRuns(golden).map(({ namespace, run }) => `${namespace}/${run}`)
const DONE = 'word_count/2026-11-23_15-24-12_k3f9'

function copyOf(run: string): string {
  const folder = join(tempFolder(), run)
  cpSync(join(golden, run), folder, { recursive: true })
  return folder
}

test.each(runs)('the golden run %s has a page', async (run) => {
  const page = await pageOf(copyOf(run))
  checkPage(page)
  expect(page.document.querySelectorAll('.trouble')).toHaveLength(0)
})

test('the golden run that is done has all of its sections', async () => {
  const page = await pageOf(copyOf(DONE))
  const all = ['warnings', 'values', 'artifacts', 'series', 'parameters', 'inputs', 'log', 'code', 'environment', 'again']
  expect([...page.document.querySelectorAll('main > section')].map(({ id }) => id)).toEqual(all)
  expect(page.texts('nav a')).toHaveLength(all.length)
  expect(page.document.querySelectorAll('#series tbody tr').length).toBeGreaterThan(2)
})

test('a run that was killed shows the series of its journal', async () => {
  const page = await pageOf(copyOf('fit/fast/slow_2026-11-23_15-25-00_0a1b'))
  expect(page.document.querySelectorAll('#series tbody tr').length).toBeGreaterThan(2)
})

const documents = readdirSync(join(golden, DONE), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /jsonl?$|parquet$|log$|\.ts$/.test(name),
)

describe.each(documents)('without a whole %s', (name) => {
  test.each([
    ['broken', '{"a": [1, '],
    ['of another form', '[1, {"name": 2}]\n[]\n[]\n'],
    ['empty', ''],
    ['no text', Buffer.from([0xff, 0xfe, 0, 1])],
    ['a folder', null],
    ['gone', undefined],
  ])('there is a page: %s', async (_, content) => {
    const folder = copyOf(DONE)
    rmSync(join(folder, name))
    if (content === null) cpSync(join(golden, DONE, 'code'), join(folder, name), { recursive: true })
    else if (content !== undefined) writeFileSync(join(folder, name), content)
    if (name === 'experiment_meta.json' && content === undefined) {
      await expect(writeReport(folder)).rejects.toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }))
      return
    }
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.document.querySelectorAll('main > section').length).toBeGreaterThan(4)
  })
})

test('a document that cannot be read is named, with its path in the run', async () => {
  const folder = copyOf(DONE)
  writeFileSync(join(folder, '.runlab/snapshot.json'), 'no JSON')
  writeFileSync(join(folder, 'experiment_data.json'), '[]')
  const page = await pageOf(folder)
  expect(page.text('#code .trouble')).toContain('.runlab/snapshot.json')
  expect(page.text('#values .trouble')).toContain('experiment_data.json')
  for (const trouble of page.texts('.trouble')) expect(trouble).not.toContain(folder)
})

test('metadata that cannot be read are said to be, above what is left', async () => {
  const folder = copyOf(DONE)
  writeFileSync(join(folder, 'experiment_meta.json'), '{"format": 1}')
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.text('header .trouble')).toContain('experiment_meta.json')
  expect(page.text('.status')).toBe('unknown')
  expect(page.document.querySelectorAll('#artifacts tbody tr').length).toBeGreaterThan(1)
})

test('an ending that cannot be read leaves the rest', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run', { status: 'running', phase: 'run', end_time: null })
  put(folder, '.runlab/ending.json', '{')
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.text('.status strong')).toBe('unknown')
  expect(page.text('header .trouble')).toContain('.runlab/ending.json')
  expect(page.text('#parameters')).toContain('numWords')
})

test('a newer format is refused', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run', { format: 99 })
  await expect(writeReport(folder)).rejects.toThrow(expect.objectContaining({ code: 'ARCHIVE_VERSION' }))
})

test('a run of PyComex has a page of what it records', async () => {
  const folder = join(tempFolder(), 'results/words/run 1')
  const parameters = { NUM: { value: 5, type: 'int', description: 'How many.', usable: true } }
  const document = { name: 'words', namespace: 'results/words', status: 'done', start_time: 1795447452.1, end_time: 1795447455, duration: 2.9, has_error: true, error_type: 'ValueError', error_message: 'bad', description: 'Words.', parameters } // oxfmt-ignore
  put(folder, 'experiment_meta.json', JSON.stringify(document))
  put(folder, 'experiment_data.json', '{"loss": NaN}')
  put(folder, 'figure 1.txt', 'x')
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.text('#error')).toContain('ValueError: bad')
  expect(page.text('#parameters')).toContain('NUM')
  expect(page.text('#values')).toContain('NaN')
  expect(page.text('#artifacts')).toContain('figure 1.txt')
  expect(page.text('header')).not.toContain('seed')
})
