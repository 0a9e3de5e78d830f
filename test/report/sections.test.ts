import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'
import type { Page } from './page-of.ts'
import type { RunMeta } from '../../src/format/meta.ts'

const plain = { type: 'number', description: null, usable: true, default: 50, source: 'default', value: 50 } as const
const error = { type: 'RangeError', message: 'too deep', stack: null, phase: 'run' } as const

describe('how a run stands', () => {
  const cases: readonly (readonly [string, Partial<RunMeta>, string, string])[] = [
    ['done', {}, 'done', 'in 3.38 s'],
    ['failed', { status: 'failed', has_error: true, error }, 'failed', 'after 3.38 s'],
    ['interrupted', { status: 'interrupted', signal: 'SIGINT', signal_phase: 'run' }, 'interrupted', 'interrupted by SIGINT'],
    ['crashed and recovered', { status: 'crashed', phase: 'run', recovered: 1795447460 }, 'crashed', 'It crashed in run'],
    ['unknown', { status: 'running', phase: 'run', end_time: null, duration: 0 }, 'unknown', 'could not be told'],
  ]
  test.each(cases)('%s, as a word and in a sentence', async (_, changes, status, sentence) => {
    const { folder } = makeRun(tempFolder(), 'ns/run', changes)
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.text('.status strong')).toBe(status)
    expect(page.text('header')).toContain(sentence)
    expect(page.document.title).toContain(status)
  })
})

describe('parameters', () => {
  test('say who set them, what they were without, and what was written', async () => {
    const parameters: RunMeta['parameters'] = {
      words: { ...plain, description: 'Words drawn.' },
      rate: { ...plain, value: 0.5, source: 'command line', unit: '1/s' },
      limit: { ...plain, type: 'optional number', value: null, default: 3, unit: 's', source: 'code' },
      file: { ...plain, value: 'data/a.csv', default: 'data/a.csv', given: './a.csv', source: 'code' },
      key: { ...plain, value: null, default: null, usable: false, source: 'environment', redacted: true },
      token: { ...plain, value: null, default: null, usable: false, source: 'default', redacted: true },
    }
    const page = await pageOf(makeRun(tempFolder(), 'ns/run', { parameters }).folder)
    checkPage(page)
    expect(page.texts('#parameters tbody tr')).toEqual([
      expect.stringMatching(/^words number ?Words drawn\. 50 default$/),
      expect.stringMatching(/^rate number 0\.5 1\/s command line ?default 50$/),
      expect.stringMatching(/^limit optional number null code ?default 3$/),
      expect.stringMatching(/^file number data\/a\.csv code ?given as \.\/a\.csv$/),
      'key number *** environment',
      'token number not set default',
    ])
    expect(page.text('#again')).toContain('runlab run word_count.ts -p rate=0.5 -p limit= -p file=./a.csv --seed 42')
  })

  test('are missing where there are none', async () => {
    const page = await pageOf(makeRun(tempFolder(), 'ns/run', { parameters: {} }).folder)
    expect(page.document.querySelector('#parameters')).toBeNull()
  })
})

describe('the code that loads a run names where it lies', () => {
  test.each([
    ['in its project', (root: string) => root, 'elsewhere/ns/run'],
    ['in full outside of it', () => '/somewhere/else', null],
    ['in full where no project is known', () => '', null],
  ])('%s', async (_, base, expected) => {
    const root = tempFolder()
    const { folder } = makeRun(join(root, 'elsewhere'), 'ns/run', { base_path: base(root) })
    expect((await pageOf(folder)).text('#again')).toContain(`await loadRun('${expected ?? folder}')`)
  })
})

test('values are a tree, with small tables in it', async () => {
  const writer = makeRun(tempFolder(), 'ns/run')
  const tree = new ValueTree()
  tree.set('metrics/loss', Number.NaN)
  tree.set('metrics/confusion', [
    [43, 1],
    [0, 15],
  ])
  tree.set('rows', [
    { name: 'a', n: 1 },
    { name: 'b', n: 2 },
  ])
  tree.set('text', 'two\nlines')
  tree.set('none', {})
  writer.writeData(tree)
  const page = await pageOf(writer.folder)
  checkPage(page)
  expect(page.texts('#values > table > tbody > tr > th')).toEqual(['metrics', 'loss', 'confusion', 'rows', 'text', 'none'])
  expect(page.texts('#values .nested caption')).toEqual(['2 rows, 2 columns', '2 rows, 2 columns'])
  expect(page.texts('#values .nested td')).toEqual(expect.arrayContaining(['43', '15', 'a', '2']))
  expect(page.document.querySelector('#values pre')?.textContent).toBe('two\nlines')
})

test('an error is shown with the archived code where it was thrown', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run', {
    status: 'failed',
    error: {
      ...error,
      origin: 'uncaught exception',
      code: 'E_DEEP',
      causes: ['Error: the cause'],
      stack:
        'RangeError: too deep\n    at Module.run (node:internal/x:1:2)\n    at deep (file:///home/someone/project/lib/a%20b.ts:2:7)',
    },
  })
  put(folder, 'code/lib/a b.ts', 'line one\nthrow new RangeError()\nline three\n')
  const file = { path: 'lib/a b.ts', source: 'lib/a b.ts', size: 1, sha256: 'x', role: 'entry' }
  put(
    folder,
    '.runlab/snapshot.json',
    JSON.stringify({ entry: file.path, root: '.', files: [file], unresolved: [], patch: { state: 'none', reason: 'no git' } }),
  )
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.text('#error .error')).toBe('RangeError: too deep')
  expect(page.text('#error')).toContain('It came up in run by an uncaught exception, with the code E_DEEP.')
  expect(page.text('#error')).toContain('Error: the cause')
  expect(page.text('#error figcaption')).toContain('code/lib/a b.ts, line 2')
  expect(page.document.querySelector('#error figure pre')?.textContent).toContain('> 2 | throw new RangeError()\n    |       ^')
})

test('warnings, refused and lost points, and what was not written are said', async () => {
  const page = await pageOf(
    makeRun(tempFolder(), 'ns/run', {
      warnings: ['Cannot track a string.'],
      refused: [
        { series: 'loss', reason: 'Cannot track a string.', count: 3 },
        { series: '*', reason: 'Others.', count: 2 },
      ],
      lost_points: 1200,
      unwritten: [{ path: 'a.txt', reason: 'the disk is full' }],
    }).folder,
  )
  expect(page.texts('#warnings li')).toEqual([
    '1,200 points were tracked that the disk did not take.',
    'Not written: a.txt: the disk is full',
    'Cannot track a string. (3 times)',
    '*: Others. (2 times)',
  ])
})

test('the log is its last hundred lines as they would be read on a terminal', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const lines = Array.from({ length: 150 }, (_, i) => `\u001b[3${i % 8}mline ${i}\u001b[0m`)
  put(
    folder,
    'experiment_out.log',
    `${lines.join('\n')}\n 10 %\r 50 %\r100 %\r\n\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007\n`,
  )
  const page = await pageOf(folder)
  checkPage(page)
  const shown = page.document.querySelector('#log pre')?.textContent?.split('\n')
  expect(shown).toHaveLength(100)
  expect(shown?.at(-3)).toBe('line 149')
  expect(shown?.slice(-2)).toEqual(['100 %', 'link'])
  expect(page.text('#log')).toContain('The last 100 lines of experiment_out.log')
})

test('inputs are listed with the parameter that named them', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  putLines(folder, '.runlab/inputs.jsonl', [
    {
      path: './a.csv',
      resolved: 'data/a.csv',
      kind: 'file',
      size: 1200,
      sha256: 'ab'.repeat(32),
      files: 1,
      time: 1,
      parameter: 'dataset',
    },
    { path: 'dir', resolved: '/dir', kind: 'directory', size: 5, sha256: null, files: 3, time: 1, parameter: null },
  ])
  const page = await pageOf(folder)
  expect(page.texts('#inputs tbody tr')).toEqual([
    expect.stringMatching(/^\.\/a\.csv ?of the parameter dataset 1\.2 kB abababababab$/),
    'dir 5 B in 3 files none',
  ])
})

test('the page links a remote only where that is a page', async () => {
  const commit = 'c'.repeat(40)
  const remotes = [
    'https://example.org/a.git',
    'https://user:secret@example.org/a.git',
    'git@example.org:a.git',
    ['javascript', 'alert(1)'].join(':'),
  ]
  const hrefs = await Promise.all(
    remotes.map(async (remote) => {
      const { folder } = makeRun(tempFolder(), 'ns/run', { git: { commit, branch: 'main', dirty: true } })
      const empty = { platform: '', release: '', arch: '', version: '' }
      const record = { runtime: { name: 'node', version: 'v1', versions: {}, execArgv: [] }, os: empty, cpu: { model: '', count: 1 }, memory: { total: 1 }, gpu: [], host: 'h', user: 'u', cwd: '/', env: {}, argv: [], pid: 1, packageManager: null, git: { commit, branch: 'main', remote, dirty: true, root: '.' }, missing: [] } // oxfmt-ignore
      put(folder, '.runlab/environment.json', JSON.stringify(record))
      const page = await pageOf(folder)
      checkPage(page)
      expect(page.text('#code')).toContain('with changes that were not committed')
      return page.document.querySelector('#code a')?.getAttribute('href')
    }),
  )
  expect(hrefs).toEqual(['https://example.org/a.git', undefined, undefined, undefined])
})

describe('a run whose process lives', () => {
  const alive = async (changes: Partial<RunMeta>): Promise<Page> => {
    const { folder } = makeRun(tempFolder(), 'ns/run', changes)
    put(folder, '.runlab/alive.json', JSON.stringify(describeProcess(process.pid)))
    const page = await pageOf(folder)
    checkPage(page)
    return page
  }

  test('is running, and the page says that it was then', async () => {
    const page = await alive({ status: 'running', phase: 'run', end_time: null, duration: 0 })
    expect(page.text('.status')).toMatch(/^running ?, started/)
    expect(page.text('header')).toContain('It was running when this page was made.')
  })

  test('is as it will stay where only the page itself is missing', async () => {
    const page = await alive({ status: 'done', phase: 'finalise' })
    expect(page.text('header')).toMatch(/done ?in 3\.38 s, started [\d-]+ [\d:]+ UTC.* Counts words\./)
    expect(page.text('header')).not.toMatch(/running|died|recover/)
  })
})
