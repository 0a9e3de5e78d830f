import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/index.ts'
import { Project } from '../project.ts'

const EXPERIMENT = `
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { once } from 'node:events'
import { defineExperiment } from 'runlab'

export default defineExperiment(import.meta, {
  async run(e) {
    const given = await e.commit('texts/deep/a.txt', 'ä text\\n')
    e.set('given', [given.name, given.size, given.sha256, given.path === join(e.folder, 'texts/deep/a.txt')])
    await e.commit('text.json', 'no { json')
    await e.commit('bytes.bin', new Uint8Array([1, 2, 3]))
    await e.commit('view.bin', new Uint8Array([9, 1, 2, 9]).subarray(1, 3))
    await e.commit('buffer.bin', new Uint8Array([4, 5]).buffer)
    await e.commit('object.json', { at: new Date(0), list: [NaN, 1n] })
    await e.commit('list.json', [1, { b: new Map([[1, 2]]) }])
    await e.commit('node-stream.txt', Readable.from(['one ', Buffer.from('two ')]))
    await e.commit('web-stream.txt', new Blob(['web ', 'stream']).stream())
    await e.commit('blob.txt', new Blob(['a blob']))
    await e.commit('generated.txt', (async function* () { yield 'a'; yield new Uint8Array([98]) })())
    await e.commit('./again//name.txt', 'first, and longer')
    await e.commit('again/name.txt', 'second')
    await e.commit('mixed/from-stream.txt', 'text first')

    const stream = e.createWriteStream('mixed/from-stream.txt')
    stream.write('line 1\\n')
    stream.end('line 2\\n')
    await once(stream, 'close')

    writeFileSync(e.path('made/one.txt'), 'through e.path')
    const folder = e.path('made/model')
    mkdirSync(join(folder, 'sub'), { recursive: true })
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(100_000).fill(7))
    writeFileSync(join(folder, 'sub', 'config.txt'), 'in a folder')
    writeFileSync(join(e.folder, 'unannounced.txt'), 'written beside e')

    const unclosed = e.createWriteStream('unclosed.txt')
    unclosed.write('half of it')
    void e.commit('not-awaited.txt', 'still there')

    const refused = {}
    const attempt = async (what, action) => {
      try {
        await action()
        refused[what] = 'nothing'
      } catch (error) {
        refused[what] = error.code + ': ' + error.message
      }
    }
    for (const name of ['../out.txt', '/etc/x', 'a/../../b', '', '.', 'a/', '.runlab/x', '.runlabx', '.RUNLAB/y', 'code/x',
      'experiment_meta.json', 'Experiment_Data.json', 'experiment_out.log', 'analysis.ts', 'report.html', 'tracked/a',
      'visuals/a', 'a:b', 'what?', 'con', 'sub/NUL.txt', 'dot.', 'space ', 'back\\\\slash', 'new\\nline', 'C:/x']) {
      await attempt(name, () => e.commit(name, 'x'))
      if (refused[name] === 'nothing') continue
      await attempt(name + ' as a path', () => e.path(name))
      await attempt(name + ' as a stream', () => e.createWriteStream(name))
    }
    await attempt('below a file', () => e.commit('bytes.bin/x', 'x'))
    await attempt('over a folder', () => e.commit('texts', 'x'))
    await attempt('an object as text', () => e.commit('object.txt', { a: 1 }))
    await attempt('a number', () => e.commit('number.json', 7))
    await attempt('a function inside', () => e.commit('function.json', { f: () => 1 }))
    await attempt('a stream that fails', () => e.commit('broken.txt', Readable.from((function* () { yield 'a'; throw new Error('torn') })())))
    await attempt('no artifact', () => e.artifacts.get('byte.bin'))
    e.set('refused', new Map(Object.entries(refused)))
    e.set('artifacts', e.artifacts.names())
  },
})
`

let project: Project
let run: RunReader

beforeAll(async () => {
  project = new Project({ 'package.json': '{ "type": "module" }', 'artifacts.js': EXPERIMENT })
  expect(await project.runlab('run', 'artifacts.js', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  run = await loadRun(project.path(project.onlyRun('artifacts')))
})

describe('an artifact', () => {
  const texts: Readonly<Record<string, string>> = {
    'texts/deep/a.txt': 'ä text\n',
    'text.json': 'no { json',
    'bytes.bin': '\u0001\u0002\u0003',
    'view.bin': '\u0001\u0002',
    'buffer.bin': '\u0004\u0005',
    'node-stream.txt': 'one two ',
    'web-stream.txt': 'web stream',
    'blob.txt': 'a blob',
    'generated.txt': 'ab',
    'again/name.txt': 'second',
    'mixed/from-stream.txt': 'line 1\nline 2\n',
    'made/one.txt': 'through e.path',
    'made/model/sub/config.txt': 'in a folder',
    'unannounced.txt': 'written beside e',
    'unclosed.txt': 'half of it',
    'not-awaited.txt': 'still there',
  }

  test.each(Object.entries(texts))('%s holds what it was given', async (name, text) => {
    expect(await run.artifacts.get(name).text()).toBe(text)
  })

  test('of JSON is readable, and comes back with its special values', async () => {
    expect(await run.artifacts.get('object.json').text()).toMatch(/^\{\n {2}"at": /)
    expect(await run.artifacts.get('object.json').json()).toEqual({ at: new Date(0), list: [NaN, 1n] })
    expect(await run.artifacts.get('list.json').json()).toEqual([1, { b: new Map([[1, 2]]) }])
    await expect(run.artifacts.get('text.json').json()).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
  })

  test('is listed once, under its normal name, with the size and checksum of the file', () => {
    const names = [...Object.keys(texts), 'object.json', 'list.json', 'made/model/weights.bin']
    expect(run.artifacts.names()).toEqual(names.toSorted())
    expect(run.meta.counts.artifacts).toBe(names.length)
    for (const { name, size, sha256, path } of run.artifacts) {
      const bytes = readFileSync(path)
      expect({ name, size, sha256 }).toEqual({
        name,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
    }
  })

  test('is given to who commits it', () => {
    const { sha256 } = run.artifacts.get('texts/deep/a.txt')
    expect(run.get('given')).toEqual(['texts/deep/a.txt', 8, sha256, true])
  })

  test('is known to the live run once it is whole', () => {
    expect(run.get('artifacts')).toContain('mixed/from-stream.txt')
    expect(run.get('artifacts')).not.toContain('unclosed.txt')
  })

  test('of a stream that nobody closed is marked, and a warning says so', () => {
    const records = project
      .read(`${project.onlyRun('artifacts')}/.runlab/artifacts.jsonl`)
      .trimEnd()
      .split('\n')
    const marked = records.map((line) => JSON.parse(line)).filter(({ incomplete }) => incomplete === true)
    expect(marked.map(({ name, via }) => [name, via])).toEqual([['unclosed.txt', 'stream']])
    expect(run.meta.warnings).toEqual([expect.stringContaining('unclosed.txt')])
  })
})

describe('a name', () => {
  const refusals = (): Readonly<Record<string, string>> => Object.fromEntries(run.get('refused') as Map<string, string>)

  test.each([
    ['../out.txt', 'leaves the run'],
    ['/etc/x', 'absolute'],
    ['a/../../b', 'leaves the run'],
    ['', 'empty'],
    ['.', 'the run itself'],
    ['a/', 'folder'],
    ['.runlab/x', 'belongs to runlab'],
    ['.runlabx', 'belongs to runlab'],
    ['.RUNLAB/y', 'belongs to runlab'],
    ['code/x', 'belongs to runlab'],
    ['experiment_meta.json', 'belongs to runlab'],
    ['Experiment_Data.json', 'belongs to runlab'],
    ['experiment_out.log', 'belongs to runlab'],
    ['analysis.ts', 'belongs to runlab'],
    ['report.html', 'belongs to runlab'],
    ['tracked/a', 'belongs to runlab'],
    ['visuals/a', 'belongs to runlab'],
    ['a:b', 'Windows'],
    ['what?', 'Windows'],
    ['con', 'Windows reserves'],
    ['sub/NUL.txt', 'Windows reserves'],
    ['dot.', 'Windows'],
    ['space ', 'Windows'],
    ['back\\slash', 'backslash'],
    ['new\nline', 'control character'],
    ['C:/x', 'absolute'],
  ])('%j is refused by every way to make an artifact', (name, reason) => {
    const refused = ['', ' as a path', ' as a stream'].map((way) => refusals()[`${name}${way}`])
    const expected = expect.stringMatching(new RegExp(`^ARTIFACT_NAME: .*${reason}`))
    expect(refused).toEqual([expected, expected, expected])
  })

  test('that would put a file where a folder is, or a folder where a file is, is refused', () => {
    expect(refusals()).toMatchObject({
      'below a file': expect.stringMatching(/^ARTIFACT_NAME: .*"bytes\.bin" is a file/),
      'over a folder': expect.stringMatching(/^ARTIFACT_NAME: .*a folder has that name/),
    })
  })
})

test('content that is no file is refused, and a source that fails leaves nothing', () => {
  expect(Object.fromEntries(run.get('refused') as Map<string, string>)).toMatchObject({
    'an object as text': expect.stringMatching(/^ARTIFACT_CONTENT: .*object\.txt/),
    'a number': expect.stringMatching(/^ARTIFACT_CONTENT: .*a number/),
    'a function inside': expect.stringMatching(/^VALUE_UNSERIALISABLE: /),
    'a stream that fails': 'undefined: torn',
    'no artifact': expect.stringMatching(/^ARTIFACT_NOT_FOUND: .*byte\.bin/),
  })
  expect(run.artifacts.has('broken.txt')).toBe(false)
})
