import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { MediaValue, RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { COMMONJS, MEDIA_FILES, MODULE, SEEN } from './every-kind.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'seen.cjs': SEEN,
  'module.ts': MODULE,
  'common.cjs': COMMONJS,
})
for (const [name, bytes] of Object.entries(MEDIA_FILES)) writeFileSync(project.path(name), bytes)
const { seen }: { seen: (run: RunReader) => unknown } = createRequire(project.path('x.cjs'))('./seen.cjs')

const KINDS = ['audio', 'figure', 'histogram', 'image', 'json', 'matrix', 'number', 'table', 'text', 'vector', 'video']
const POINTS = 50 + 8 + 5 + 5 + 2 + 2 + 2 + 2 + 2 + 2 + 3 + 2 + 2 + 1 + 2

describe.each([
  ['an ES module, supervised', 'module.ts', [BIN, 'run']],
  ['an ES module, in process', 'module.ts', ['--import', REGISTER]],
  ['CommonJS, supervised', 'common.cjs', [BIN, 'run']],
  ['CommonJS, in process', 'common.cjs', ['--import', REGISTER]],
] as const)('every kind of data, tracked by %s', (title, program, command) => {
  let run: RunReader
  beforeAll(async () => {
    const name = title.replaceAll(/\W+/g, '-')
    const { code, stdout, stderr } = await project.node(...command, program, '--name', name)
    expect(code, stdout + stderr).toBe(0)
    run = await loadRun(project.path(join('results', program.replace(/\.\w+$/, ''), name)))
  })

  test('is read from the archive as the run itself has read it', async () => {
    expect(seen(run)).toEqual(await run.artifacts.get('live.json').json())
    expect([...new Set(run.tracked.map(({ kind }) => kind))].toSorted()).toEqual(KINDS)
  })

  test('is counted in the metadata, without a warning', () => {
    const { counts, refused, lost_points: lost, warnings, unwritten, __track__: names } = run.meta
    expect({ refused, lost, warnings, unwritten }).toEqual({ refused: [], lost: 0, warnings: [], unwritten: [] })
    expect(counts).toMatchObject({ series: run.tracked.length, points: POINTS })
    expect(run.tracked.reduce((sum, { count }) => sum + count, 0)).toBe(POINTS)
    expect(names).toEqual([...new Set(run.tracked.map(({ name }) => name))])
  })

  test('is sealed, and nothing is left of the journal', async () => {
    expect(existsSync(join(run.folder, '.runlab/series.jsonl'))).toBe(true)
    expect(readdirSync(join(run.folder, '.runlab')).filter((name) => /track|journal|partial|alive/.test(name))).toEqual([])
    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(join(run.folder, 'tracked/series.parquet')),
      compressors: { GZIP: (bytes) => gunzipSync(bytes) },
    })
    expect(rows).toHaveLength(POINTS)
    expect(new Set(rows.map(({ sender }) => sender))).toEqual(new Set(['main']))
    const loss = rows.filter(({ series }) => series === 'loss').map(({ context, value }) => [context, value])
    expect(loss).toEqual([
      ['{"fold":1,"split":"train"}', 1],
      ['{"fold":1,"split":"val"}', 1],
      ['{"fold":2,"split":"train"}', 2],
      ['{"fold":2,"split":"val"}', 2],
      [null, 9],
    ])
  })

  test('keeps media as files whose content is what their points say', async () => {
    const media = run.tracked.filter(({ kind }) => ['image', 'figure', 'audio', 'video'].includes(kind))
    const values = media.flatMap(({ name, context }) =>
      Array.from(run.series(name, { context }), ({ value }) => value as MediaValue),
    )
    for (const { path, size, sha256 } of values) {
      const bytes = readFileSync(path)
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
    }
    const found = readdirSync(join(run.folder, 'tracked'), { recursive: true, encoding: 'utf8' })
    expect(found.filter((name) => /\.\w+$/.test(name)).map((name) => `tracked/${name}`)).toEqual(
      expect.arrayContaining(['tracked/series.parquet', ...values.map((value) => value.file)]),
    )
    expect(found.filter((name) => /\.\w+$/.test(name))).toHaveLength(values.length + 1)
    const facts = values.map(({ file, format, width, height, rate, channels }) => [file, format, width, height, rate, channels])
    const none = undefined
    expect(facts).toEqual([
      ['tracked/image/000000.png', 'png', 2, 2, none, none],
      ['tracked/image/000001.gif', 'gif', 3, 2, none, none],
      ['tracked/image@as=bytes/000000.gif', 'gif', 3, 2, none, none],
      ['tracked/figure/000000.svg', 'svg', none, none, none, none],
      ['tracked/figure/000001.vl.json', 'vega-lite', none, none, none, none],
      ['tracked/audio/000000.wav', 'wav', none, none, 16000, 2],
      ['tracked/audio/000001.ogg', 'ogg', none, none, none, none],
      ['tracked/video/000000.mp4', 'mp4', none, none, none, none],
    ])
    expect(values.filter(({ format }) => format === 'gif' || format === 'mp4').map(({ path }) => readFileSync(path))).toEqual([
      MEDIA_FILES['a.gif'],
      MEDIA_FILES['a.gif'],
      MEDIA_FILES['b.mp4'],
    ])
  })

  test('keeps every value', () => {
    const valuesOf = (name: string): unknown[] => Array.from(run.series(name, { context: null }), ({ value }) => value)
    expect(valuesOf('numbers at the edge')).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      5e-324,
      1,
      0,
      2 ** 53,
    ])
    expect([...run.series('steps/out of order').steps]).toEqual([5, -1, 0.25, 5, 1e300])
    expect(valuesOf('text')).toEqual(['a.gif', 'two\nlines, ö, \u{1F600}, "quoted", a\\b'])
    expect(valuesOf('vector')).toEqual([Int16Array.of(-1, 0, 1), Float64Array.of(0.5, Number.NaN)])
    expect(valuesOf('cube')).toEqual([{ data: new Float32Array(8).fill(0.5), shape: [2, 2, 2] }])
    expect(valuesOf('table')).toEqual([
      [
        { id: 1, when: new Date(5) },
        { id: 2, note: 'later' },
      ],
      [],
    ])
    expect(valuesOf('histogram')).toMatchObject([{ counts: [1, 0, 2], min: 1, max: 2.5 }, { counts: [0] }])
    expect(valuesOf('json')).toEqual([
      [1, 2, 3],
      { when: new Date(0), big: 1n, map: new Map([['a', new Set([1])]]), nan: Number.NaN, none: null },
    ])
  })
})
