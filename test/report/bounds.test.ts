import { expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import type { ParameterMeta } from '../../src/format/meta.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'

const MANY = 1500
const LONG = 'long '.repeat(500)
const many = <T>(make: (i: number) => T): T[] => Array.from({ length: MANY }, (_, i) => make(i))

test('a page of 1,500 of everything stays below two megabytes, and says what it leaves out', async () => {
  const parameter: ParameterMeta = {
    value: LONG,
    type: 'string',
    description: LONG,
    usable: true,
    default: '',
    source: 'code',
    given: LONG,
  }
  const writer = makeRun(tempFolder(), 'ns/run', {
    description: LONG.repeat(20),
    parameters: Object.fromEntries(many((i) => [`p${i}`, parameter])),
    warnings: many((i) => `${i} ${LONG}`),
    argv: many(() => LONG),
    status: 'failed',
    error: { type: 'Error', message: LONG.repeat(10), stack: LONG.repeat(100), phase: 'run' },
  })
  const { folder } = writer
  const tree = new ValueTree()
  for (let i = 0; i < MANY; i++) tree.set(`group${i % 7}/value${i}`, i % 3 === 0 ? LONG : i)
  tree.set(
    'matrix',
    Array.from({ length: 500 }, () => new Array<number>(50).fill(0.123456789)),
  )
  tree.set('numbers', new Float64Array(200_000))
  writer.writeData(tree)
  const summary = {
    count: 5,
    first_step: 0,
    last_step: 4,
    first_time: 0,
    last_time: 1,
    last: 1,
    min: 0,
    max: 1,
    mean: 0.5,
    non_finite: 0,
  }
  putLines(folder, '.runlab/series.jsonl', [
    {},
    ...many((i) => ({ name: `s/${i} ${LONG}`, context: null, kind: 'number', ...summary, parts: [] })),
  ])
  putLines(
    folder,
    '.runlab/artifacts.jsonl',
    many((i) => ({ name: `files/${i}.txt`, size: 1, sha256: 'ab'.repeat(32), time: 1, via: 'commit' })),
  )
  putLines(
    folder,
    '.runlab/inputs.jsonl',
    many((i) => ({ path: `${i}`, resolved: `${i}`, kind: 'file', size: 1, sha256: null, files: 1, time: 1, parameter: null })),
  )
  putLines(
    folder,
    '.runlab/visuals.jsonl',
    many((i) => ({ title: `v${i} ${LONG}`, form: 'note', group: 'tracked', series: [], files: [], alt: LONG, note: LONG })),
  )
  put(folder, 'experiment_out.log', many((i) => `${i} ${LONG}`).join('\n'))
  const files = many((i) => ({ path: `f${i}.ts`, source: `f${i}.ts`, size: 1, sha256: 'x', role: 'import' }))
  put(
    folder,
    '.runlab/snapshot.json',
    JSON.stringify({ entry: 'f0.ts', root: '.', files, unresolved: [], patch: { state: 'none', reason: 'no git' } }),
  )
  put(folder, 'code/f0.ts', LONG.repeat(100))

  const page = await pageOf(folder)
  checkPage(page)
  expect(page.source.length).toBeLessThan(2_000_000)
  expect(page.text('#values')).toContain('400 of 1,502 values are shown')
  expect(page.text('#series')).toContain('The first 200 of 1,500 series are shown')
  expect(page.document.querySelectorAll('#series tbody tr')).toHaveLength(200)
  expect(page.text('#parameters')).toContain('1,200 more parameters')
  expect(page.text('#artifacts')).toContain('1,300 more')
  expect(page.text('#inputs')).toContain('1,300 more')
  expect(page.text('#warnings')).toContain('1,450 more warnings')
  expect(page.text('#code')).toContain('1,300 more lie in code/')
})

test('plots beyond what a page can hold are pictures beside it', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const path = `<path d="${'M0,0'.repeat(100_000)}"/>`
  const visuals = Array.from({ length: 30 }, (_, i) => ({
    title: `v${i}`,
    form: 'plot',
    group: 'tracked',
    series: [],
    files: [`visuals/${i}.svg`],
    alt: 'x',
    note: null,
  }))
  for (const { files } of visuals) put(folder, files[0] ?? '', `<svg xmlns="http://www.w3.org/2000/svg">${path}</svg>`)
  putLines(folder, '.runlab/visuals.jsonl', visuals)
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.document.querySelectorAll('.drawing')).toHaveLength(19)
  expect(page.document.querySelectorAll('figure img[src^="visuals/"]')).toHaveLength(11)
})
