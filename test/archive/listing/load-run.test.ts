import { appendFileSync, chmodSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { makeRun } from '../support/make-run.ts'
import { sampleMeta } from '../support/sample-meta.ts'
import { tempFolder } from '../support/temp-folder.ts'

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })
const artifact = { name: 'a.txt', size: 1, sha256: 'x', time: 1, via: 'commit' } as const
const input = { path: 'a', resolved: 'a', kind: 'file', size: 1, sha256: null, files: 1, time: 1, parameter: null } as const

describe('a run is found by', () => {
  test('its folder, a file at its top, or the URL of either', async () => {
    const archive = tempFolder()
    const { folder } = makeRun(archive, 'ns/run 1')
    writeFileSync(join(folder, 'analysis.ts'), '')
    const meta = join(folder, 'experiment_meta.json')
    const urls = [folder, `${folder}/`, meta, join(folder, 'analysis.ts')].map((path) => pathToFileURL(path))
    const ways = [folder, `${folder}/`, meta, relative(process.cwd(), folder), ...urls, ...urls.map((url) => url.href)]
    for (const way of ways) expect((await loadRun(way)).folder).toBe(folder)
  })

  test('no other path: the nearest name is suggested, written in the same way', async () => {
    const archive = tempFolder()
    makeRun(archive, 'ns/2026-11-23_15-24-12_k3f9')
    await expect(loadRun(join(archive, 'ns', '2026-11-23_15-24-12_k3f8'))).rejects.toThrow(
      expect.objectContaining({
        code: 'RUN_NOT_FOUND',
        hint: `Did you mean ${join(archive, 'ns', '2026-11-23_15-24-12_k3f9')}?`,
      }),
    )
    const relativePath = relative(process.cwd(), join(archive, 'nt'))
    await expect(loadRun(relativePath)).rejects.toThrow(
      expect.objectContaining({ code: 'RUN_NOT_FOUND', hint: `Did you mean ${relative(process.cwd(), join(archive, 'ns'))}?` }),
    )
    await expect(loadRun(join(archive, 'no', 'such'))).rejects.toThrow(coded('RUN_NOT_FOUND', 'There is no run at'))
    await expect(loadRun(archive)).rejects.toThrow(coded('RUN_NOT_FOUND'))
    const below = join(archive, 'ns', '2026-11-23_15-24-12_k3f9', 'experiment_meta.json', 'x')
    await expect(loadRun(below)).rejects.toThrow(coded('RUN_NOT_FOUND'))
    await expect(loadRun(new URL('https://example.org'))).rejects.toThrow(coded('RUN_NOT_FOUND', 'https://example.org'))
  })
})

test('a run is found by its name, its end, a beginning, or `latest`, in the archive that is named', async () => {
  const results = tempFolder()
  const { folder } = makeRun(results, 'ns/2026-11-23_15-24-12_k3f9')
  for (const name of ['k3f9', 'k3', 'ns/k3f9', '2026-11-23_15-24-12_k3f9', 'ns/2026-11-23_15-24-12_k3f9', 'latest'])
    expect((await loadRun(name, { results })).folder).toBe(folder)
  await expect(loadRun('k3g', { results })).rejects.toThrow(coded('RUN_NOT_FOUND', `There is no run "k3g" in ${results}.`))
})

describe('a run that is loaded', () => {
  test('gives what was recorded', async () => {
    const writer = makeRun(tempFolder(), 'word_count/one', {
      parameters: {
        when: {
          value: { $runlab: 'Date', value: '1970-01-01T00:00:00.000Z' },
          type: 'date',
          description: null,
          usable: true,
          default: null,
          source: 'code',
        },
        key: {
          value: null,
          type: 'secret',
          description: null,
          usable: false,
          default: null,
          source: 'environment',
          redacted: true,
        },
        nothing: { value: null, type: 'json', description: null, usable: true, default: null, source: 'default' },
      },
    })
    const tree = new ValueTree()
    tree.set('metrics/loss', Number.NaN)
    writer.writeData(tree)
    writer.appendArtifact(artifact, { ...artifact, name: 'b.txt' }, { ...artifact, size: 2 })
    writer.appendInput(input)
    appendFileSync(join(writer.folder, 'experiment_out.log'), 'said\n')
    const run = await loadRun(writer.folder)
    expect(run).toMatchObject({ name: 'one', namespace: 'word_count', status: 'done', seed: 42 })
    expect(run.params).toStrictEqual({ when: new Date(0), key: undefined, nothing: null })
    expect(run.get('metrics/loss')).toBeNaN()
    expect(run.value<number>('metrics/loss')).toBeNaN()
    expect(() => run.value('metrics/los')).toThrow(
      expect.objectContaining({ code: 'VALUE_NOT_FOUND', hint: 'Did you mean metrics/loss?' }),
    )
    expect(run.has('metrics')).toBe(true)
    expect(run.values).toStrictEqual({ metrics: { loss: Number.NaN } })
    expect(run.artifacts.names()).toEqual(['a.txt', 'b.txt'])
    expect(run.artifacts.get('a.txt').size).toBe(2)
    expect(run.inputs).toStrictEqual([input])
    expect(await run.readLog()).toBe('said\n')
  })

  test('and has nothing but metadata, has nothing but metadata', async () => {
    const run = await loadRun(makeRun(tempFolder(), 'one').folder)
    expect(run).toMatchObject({ values: {}, inputs: [], environment: null, snapshot: null })
    expect(run.get('a')).toBeUndefined()
    expect(run.artifacts.size).toBe(0)
    expect(await run.readLog()).toBe('')
  })

  test('and was cut off while it recorded an artifact, gives those before', async () => {
    const writer = makeRun(tempFolder(), 'one')
    writer.appendArtifact(artifact)
    appendFileSync(join(writer.folder, '.runlab', 'artifacts.jsonl'), '{"name":"b.tx')
    expect((await loadRun(writer.folder)).artifacts.names()).toEqual(['a.txt'])
  })

  test('and has a broken part, can be used but for that part', async () => {
    const { folder } = makeRun(tempFolder(), 'one')
    writeFileSync(join(folder, 'experiment_data.json'), '{"a":')
    writeFileSync(join(folder, '.runlab', 'environment.json'), '[]')
    const run = await loadRun(folder)
    expect(run.params).toStrictEqual({ numWords: 50 })
    expect(() => run.get('a')).toThrow(coded('ARCHIVE_FORMAT', 'experiment_data.json'))
    expect(() => run.environment).toThrow(coded('ARCHIVE_FORMAT', 'environment.json'))
    writeFileSync(join(folder, 'experiment_data.json'), '[]')
    expect(() => run.get('a')).toThrow(coded('ARCHIVE_FORMAT', 'no JSON object'))
    writeFileSync(join(folder, 'experiment_meta.json'), 'x')
    await expect(loadRun(folder)).rejects.toThrow(coded('ARCHIVE_FORMAT', 'experiment_meta.json'))
  })

  test('and was moved, goes by the name of its folder', async () => {
    const archive = tempFolder()
    const { folder } = makeRun(archive, 'one')
    renameSync(folder, join(archive, 'renamed'))
    expect((await loadRun(join(archive, 'renamed'))).name).toBe('renamed')
  })

  test('is not changed by loading, and may lie in a folder that cannot be written to', async () => {
    const { folder } = makeRun(tempFolder(), 'one')
    const before = readdirSync(folder, { recursive: true }).map((name) => [name, statSync(join(folder, String(name))).mtimeMs])
    chmodSync(folder, 0o555)
    const run = await loadRun(folder)
    void [run.values, run.params, run.inputs, run.environment, run.snapshot, run.artifacts.names()]
    await run.readLog()
    chmodSync(folder, 0o755)
    expect(readdirSync(folder, { recursive: true }).map((name) => [name, statSync(join(folder, String(name))).mtimeMs])).toEqual(
      before,
    )
  })

  test('an artifact that would lead out of the run is refused', async () => {
    const writer = makeRun(tempFolder(), 'one')
    writer.appendArtifact({ ...artifact, name: '../../etc/passwd' })
    const run = await loadRun(writer.folder)
    expect(() => run.artifacts.names()).toThrow(coded('ARCHIVE_FORMAT', 'no path inside the run'))
  })
})

describe('a run that says it is running', () => {
  test('is unknown where that cannot be told', () => {
    const writer = makeRun(tempFolder(), 'one', { status: 'running' })
    expect(openRun(writer.folder).status).toBe('unknown')
    writer.writeAlive({ ...describeProcess(), host: 'elsewhere' })
    expect(openRun(writer.folder).status).toBe('unknown')
    writeFileSync(join(writer.folder, '.runlab', 'alive.json'), '{"host":')
    expect(openRun(writer.folder).status).toBe('unknown')
  })

  test('has the status it says when it has ended, whatever its process does', () => {
    for (const status of ['done', 'failed', 'interrupted'] as const) {
      const writer = makeRun(tempFolder(), 'one', { status })
      writer.writeAlive(describeProcess())
      expect(openRun(writer.folder).status).toBe(status)
      writer.writeAlive({ ...describeProcess(), startTime: '1' })
      expect(openRun(writer.folder).status).toBe(status)
    }
  })
})

describe('a run of PyComex', () => {
  test('is read: metadata, values with NaN, log, and the files in its folder', async () => {
    const folder = join(tempFolder(), 'run')
    mkdirSync(join(folder, 'sub'), { recursive: true })
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
    write(
      'experiment_meta.json',
      '{"status": "done", "start_time": 1.5, "has_error": false, "namespace": "results/a", "parameters": {"N": {"name": "N", "value": 3, "usable": true}, "R": {"value": Infinity}}, "hooks": {}}',
    )
    write('experiment_data.json', '{"metrics": {"loss": NaN, "list": [1, 2]}}')
    write('experiment_out.log', 'log')
    write('experiment_code.py', 'code')
    write('analysis.py', 'code')
    write('plot.pdf', 'plot')
    write('sub/text.txt', 'text')
    const run = await loadRun(folder)
    expect(run).toMatchObject({ status: 'done', namespace: 'a', params: { N: 3, R: Number.POSITIVE_INFINITY } })
    expect(run.values).toStrictEqual({ metrics: { loss: Number.NaN, list: [1, 2] } })
    expect(run.get('metrics/list')).toStrictEqual([1, 2])
    expect(run.artifacts.names()).toEqual(['plot.pdf', 'sub/text.txt'])
    expect(run.artifacts.get('plot.pdf').sha256).toBeNull()
    expect(await run.artifacts.get('sub/text.txt').text()).toBe('text')
    expect(await run.readLog()).toBe('log')
  })

  test('that says it is running is unknown: nobody says who runs it', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'experiment_meta.json'), '{"status": "running"}')
    expect(openRun(folder).status).toBe('unknown')
  })
})

test('a copy of a run loads like the run', async () => {
  const archive = tempFolder()
  const writer = makeRun(archive, 'one')
  writer.appendArtifact(artifact)
  writeFileSync(join(writer.folder, 'a.txt'), 'x')
  const copy = join(tempFolder(), 'elsewhere')
  cpSync(writer.folder, copy, { recursive: true })
  rmSync(archive, { recursive: true })
  const run = await loadRun(copy)
  expect(run.meta).toStrictEqual(sampleMeta())
  expect(await run.artifacts.get('a.txt').text()).toBe('x')
})
