import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/index.ts'
import { Project } from '../project.ts'

const EXPERIMENT = `
import { pathToFileURL } from 'node:url'
import { defineExperiment, param } from 'runlab'

export default defineExperiment(import.meta, {
  parameters: {
    model: param.path('./model.bin'),
    given: param.path('./model.bin'),
    later: param.path('./not-there-yet.bin', { mustExist: false }),
    outside: '',
  },
  async run(e) {
    e.set('used', [
      await e.use('data/words.txt'),
      await e.use(new URL('./model.bin', import.meta.url)),
      await e.use(pathToFileURL('data').href),
      await e.use(e.params.outside),
    ])
    const codes = []
    for (const path of ['data/word.txt', 'data/words.txt/below', new URL('https://example.org/x'), new URL('./gone', import.meta.url)]) {
      try {
        await e.use(path)
        codes.push('nothing')
      } catch (error) {
        codes.push(error.code + ': ' + error.message)
      }
    }
    e.set('codes', codes)
    e.set('params', { ...e.params })
  },
})
`

const project = new Project({
  'package.json': '{ "type": "module" }',
  'study/inputs.js': EXPERIMENT,
  'study/model.bin': 'model',
  'data/words.txt': 'words',
  'data/more/x.txt': 'more',
})
const elsewhere = new Project({ 'set.csv': 'a,b\n' }, { linked: false })
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
let run: RunReader

beforeAll(async () => {
  const args = ['run', 'study/inputs.js', '--quiet', '--given', 'data/words.txt', '--outside', elsewhere.path('set.csv')]
  expect(await project.runlab(...args)).toMatchObject({ code: 0, stderr: '' })
  run = await loadRun(project.path(project.onlyRun('study/inputs')))
})

test('files that parameters name are recorded before the run, as far as they exist', () => {
  expect(run.inputs.slice(0, 2)).toEqual([
    {
      path: './model.bin',
      resolved: 'study/model.bin',
      kind: 'file',
      size: 5,
      sha256: sha256('model'),
      files: 1,
      time: expect.any(Number),
      parameter: 'model',
    },
    expect.objectContaining({ path: 'data/words.txt', resolved: 'data/words.txt', sha256: sha256('words'), parameter: 'given' }),
  ])
})

test('a default path is relative to the file that sets it, one from the command line to the working directory', () => {
  expect(run.get('params')).toMatchObject({
    model: project.path('study/model.bin'),
    given: project.path('data/words.txt'),
    later: project.path('study/not-there-yet.bin'),
  })
})

test('e.use records a file, a folder or a URL, and gives its absolute path', () => {
  const listing = [`more/x.txt\0${4}\0${sha256('more')}\n`, `words.txt\0${5}\0${sha256('words')}\n`].join('')
  expect(run.inputs.slice(2)).toEqual([
    expect.objectContaining({ path: 'data/words.txt', resolved: 'data/words.txt', kind: 'file', parameter: null }),
    expect.objectContaining({ path: expect.stringMatching(/^file:.*model\.bin$/), resolved: 'study/model.bin', kind: 'file' }),
    expect.objectContaining({ resolved: 'data', kind: 'directory', size: 9, files: 2, sha256: sha256(listing) }),
    expect.objectContaining({ resolved: elsewhere.path('set.csv'), kind: 'file', size: 4, sha256: sha256('a,b\n') }),
  ])
  expect(run.get('used')).toEqual([
    project.path('data/words.txt'),
    project.path('study/model.bin'),
    project.path('data'),
    elsewhere.path('set.csv'),
  ])
  expect(run.meta.counts.inputs).toBe(6)
})

test('an input that is not there is refused, and where it was looked for is said', () => {
  expect(run.get('codes')).toEqual([
    `INPUT_NOT_FOUND: The input data/word.txt does not exist (looked at ${project.path('data/word.txt')}).`,
    expect.stringContaining('INPUT_NOT_FOUND'),
    expect.stringMatching(/^INPUT_NOT_FOUND: .*https:\/\/example\.org\/x/),
    expect.stringContaining('INPUT_NOT_FOUND'),
  ])
})
