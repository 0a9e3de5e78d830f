import { describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'

const EVIL = `</title></style></pre></script>--><script>alert(1)</script><img src=x onerror=alert(1)>"'><svg onload=alert(1)>`

test('texts of an experiment stay texts, wherever they stand', async () => {
  const writer = makeRun(tempFolder(), 'ns/run', {
    name: EVIL,
    namespace: EVIL,
    description: `${EVIL}\n\n${EVIL}`,
    status: 'failed',
    error: { type: EVIL, message: EVIL, stack: `${EVIL}\n    at ${EVIL} (/x:1:1)`, phase: 'run', code: EVIL, causes: [EVIL] },
    file: EVIL,
    base_path: `/${EVIL}`,
    argv: [EVIL],
    warnings: [EVIL],
    unwritten: [{ path: EVIL, reason: EVIL }],
    refused: [{ series: EVIL, reason: 'x', count: 2 }],
    git: { commit: EVIL, branch: EVIL, dirty: true },
    parameters: {
      [EVIL]: { value: EVIL, type: EVIL, description: EVIL, usable: true, default: EVIL, source: 'code', given: [EVIL] },
    },
  })
  const { folder } = writer
  const tree = new ValueTree()
  tree.set('a', { [EVIL.replaceAll('/', '')]: EVIL })
  tree.set('b', [{ [EVIL]: EVIL }, { [EVIL]: `${EVIL}\n` }])
  tree.set('c', new Map([[EVIL, EVIL]]))
  writer.writeData(tree)
  put(folder, 'experiment_out.log', EVIL)
  const summary = {
    count: 1,
    first_step: 0,
    last_step: 0,
    first_time: 0,
    last_time: 0,
    last: 1,
    min: 1,
    max: 1,
    mean: 1,
    non_finite: 0,
  }
  putLines(folder, '.runlab/series.jsonl', [{}, { name: EVIL, context: { [EVIL]: EVIL }, kind: EVIL, ...summary, parts: [] }])
  putLines(folder, '.runlab/inputs.jsonl', [
    { path: EVIL, resolved: EVIL, kind: 'file', size: 1, sha256: EVIL, files: 1, time: 1, parameter: EVIL },
  ])
  putLines(folder, '.runlab/visuals.jsonl', [
    { title: EVIL, form: 'plot', group: 'own', series: [], files: ['visuals/evil.svg'], alt: EVIL, note: EVIL },
    { title: EVIL, form: 'note', group: 'tracked', series: [], files: [], alt: EVIL, note: EVIL },
  ])
  put(folder, 'visuals/evil.svg', `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.document.title).toContain(EVIL)
  expect(page.text('h1')).toContain('<script>alert(1)</script>')
  // What would be markup is there as text only; the SVG with a script is shown as a picture.
  expect(page.source).not.toMatch(/<script|<img src=x|<svg onload/)
  expect(page.document.querySelector('figure img')?.getAttribute('src')).toMatch(/^data:image\/svg\+xml;base64,/)
})

test('characters that hide or turn text round are shown as what they are not', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run', { name: 'gpj.\u202eevil\u0000\u001b[31m\u2066' })
  const page = await pageOf(folder)
  expect(page.text('h1')).toBe('gpj.\ufffdevil\ufffd\ufffd[31m\ufffd')
})

const NAMES = [
  'a b.txt',
  '#1.txt',
  '100%.txt',
  'ä ö/é.txt',
  '🐧.txt',
  'a&b=c.txt',
  "it's.txt",
  'javascript/x.txt',
  '.hidden',
  '%2e%2e/x.txt',
]

test.each(NAMES)('a link to an artifact %s leads there', async (name) => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  put(folder, name, 'x')
  putLines(folder, '.runlab/artifacts.jsonl', [{ name, size: 1, sha256: null, time: 1, via: 'commit' }])
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.document.querySelector('#artifacts a')?.textContent).toBe(name)
})

describe('a list that names what is not in the run', () => {
  test.each(['../secret.txt', '/etc/passwd', 'a/../../secret.txt'])('costs its section: %s', async (name) => {
    const { folder } = makeRun(tempFolder(), 'ns/run')
    putLines(folder, '.runlab/artifacts.jsonl', [{ name, size: 1, sha256: null, time: 1, via: 'commit' }])
    putLines(folder, '.runlab/visuals.jsonl', [
      { title: 'x', form: 'sheet', group: 'own', series: [], files: [name], alt: '', note: null },
    ])
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.text('#artifacts')).toContain('is no path inside the run')
    expect(page.text('#visuals')).toContain('is no path inside the run')
  })

  test('a name like a scheme, or one too long, is no link', async () => {
    const { folder } = makeRun(tempFolder(), 'ns/run')
    const names = [['javascript', 'alert(1)'].join(':'), 'x'.repeat(5000), '\ud800']
    putLines(
      folder,
      '.runlab/artifacts.jsonl',
      names.map((name) => ({ name, size: 1, sha256: null, time: 1, via: 'commit' })),
    )
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.document.querySelectorAll('#artifacts a')).toHaveLength(0)
    expect(page.document.querySelectorAll('#artifacts tbody tr')).toHaveLength(3)
  })
})
