import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { arch, availableParallelism, hostname, platform, totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { Outcome, Project } from '../project.ts'
import { Project as EmptyProject } from '../project.ts'
import { readRun } from './read-run.ts'
import { SECRET, richProject } from './rich-project.ts'

let project: Project
let outcome: Outcome
let run = ''

beforeAll(async () => {
  project = richProject()
  const args = ['run', 'src/experiments/rich.ts', '--seed', '7', '--count=4', `--api-key=${SECRET}`, '--sizes', '[5]']
  outcome = await project.runlab(...args)
  run = project.onlyRun('src/experiments/rich')
})

const sha256 = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(project.path(path)))
    .digest('hex')

function filesOf(folder: string): string[] {
  const entries = readdirSync(project.path(folder), { recursive: true, encoding: 'utf8' })
  return entries.filter((name) => lstatSync(project.path(join(folder, name))).isFile()).toSorted()
}

test('a run ends well and leaves these files', () => {
  expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('to the other stream') })
  expect(filesOf(run)).toEqual([
    '.runlab/artifacts.jsonl',
    '.runlab/checksums.json',
    '.runlab/ending.json',
    '.runlab/environment.json',
    '.runlab/inputs.jsonl',
    '.runlab/snapshot.json',
    'analysis.ts',
    'code/git.patch',
    'code/package-lock.json',
    'code/package.json',
    'code/src/experiments/rich.ts',
    'code/src/lib/double.ts',
    'code/src/lib/read-run.ts',
    'code/tsconfig.json',
    'experiment_data.json',
    'experiment_meta.json',
    'experiment_out.log',
    'live.json',
    'notes/first.txt',
    'report.html',
    'table.json',
  ])
})

test('the secret is in no file of the run', () => {
  const holding = filesOf(run).filter((name) => project.read(join(run, name)).includes(SECRET))
  // What `e.log` and `e.params` gave the experiment it committed itself.
  expect(holding).toEqual(['live.json'])
})

describe('experiment_meta.json', () => {
  test('says what the run was, how it ended and when', () => {
    const meta = project.json(`${run}/experiment_meta.json`)
    expect(meta).toEqual({
      format: 1,
      runlab: project.json('node_modules/runlab/package.json').version,
      name: 'rich',
      run: run.split('/').at(-1),
      namespace: 'src/experiments/rich',
      status: 'done',
      phase: 'ended',
      signal: null,
      signal_phase: null,
      signal_outcome: null,
      exit_code: 0,
      start_time: expect.any(Number),
      end_time: expect.any(Number),
      duration: expect.any(Number),
      has_error: false,
      error_type: null,
      error: null,
      description: 'Measures what a run leaves.\n\nIn two paragraphs, of which the first is the short one.',
      short_description: 'Measures what a run leaves.',
      base_path: project.folder,
      file: 'src/experiments/rich.ts',
      export: 'experiment',
      seed: 7,
      seed_source: 'given',
      load_seed: 8,
      results: [],
      debug: false,
      testing: false,
      mode: 'supervised',
      supervisor: 'present',
      argv: [
        process.execPath,
        project.path('src/experiments/rich.ts'),
        '--seed',
        '7',
        '--count=4',
        '--api-key=***',
        '--sizes',
        '[5]',
      ],
      parameters: expect.any(Object),
      hooks: {
        filterWords: { name: 'filterWords', num: 1, description: 'May drop words.' },
        beforeRun: { name: 'beforeRun', num: 1, description: null },
      },
      lineage: expect.any(Object), // in test/e2e/variants
      __track__: [],
      refused: [],
      lost_points: 0,
      git: { commit: head(), branch: 'trunk', dirty: true },
      warnings: [],
      unwritten: [],
      counts: { artifacts: 3, inputs: 2, code_files: 6, series: 0, points: 0 },
    })
    expect(Math.abs(Date.now() / 1000 - meta.start_time)).toBeLessThan(3600)
    expect(meta.end_time - meta.start_time).toBeCloseTo(meta.duration, 2)
  })

  test('holds every parameter with value, type, description, default and who set it', () => {
    const common = { usable: true, description: null }
    expect(project.json(`${run}/experiment_meta.json`).parameters).toEqual({
      count: {
        value: 4,
        type: 'integer ≥ 1',
        usable: true,
        description: 'How many there are.',
        default: 3,
        source: 'command line',
      },
      rate: { ...common, value: 0.5, type: 'number', default: 0.5, source: 'default' },
      limit: {
        ...common,
        value: { $runlab: 'Number', value: 'Infinity' },
        type: 'number',
        default: { $runlab: 'Number', value: 'Infinity' },
        source: 'default',
      },
      optimizer: { ...common, value: 'adam', type: expect.stringMatching(/^choice/), default: 'adam', source: 'default' },
      sizes: { ...common, value: [5], type: expect.stringMatching(/^list/), default: [1, 2], source: 'command line' },
      dataset: {
        ...common,
        value: 'src/data/words.txt',
        type: 'path',
        default: '../data/words.txt',
        source: 'default',
        given: '../data/words.txt',
      },
      apiKey: {
        value: null,
        type: 'secret',
        description: null,
        usable: false,
        default: null,
        source: 'command line',
        redacted: true,
      },
      doubled: { ...common, value: 8, type: 'number', default: null, source: 'derived' },
    })
  })

  test('is small', () => {
    expect(statSync(project.path(`${run}/experiment_meta.json`)).size).toBeLessThan(16 * 1024)
  })
})

describe('.runlab/environment.json', () => {
  test('describes runtime, machine, user, folder and package manager', () => {
    const environment = project.json(`${run}/.runlab/environment.json`)
    expect(environment).toMatchObject({
      runtime: { name: 'node', version: process.version, versions: { v8: process.versions.v8, uv: process.versions.uv } },
      os: { platform: platform(), arch: arch(), release: expect.stringMatching(/\d/), version: expect.any(String) },
      cpu: { model: expect.any(String), count: expect.any(Number) },
      memory: { total: totalmem() },
      gpu: expect.any(Array),
      host: hostname(),
      user: userInfo().username,
      cwd: project.folder,
      argv: project.json(`${run}/experiment_meta.json`).argv,
      pid: expect.any(Number),
      package_manager: { name: 'npm', lockfile: 'package-lock.json', sha256: sha256('package-lock.json') },
      missing: [],
    })
    expect(environment.cpu.count).toBeGreaterThanOrEqual(availableParallelism())
  })

  test('describes the checkout, its remote without credentials', () => {
    expect(project.json(`${run}/.runlab/environment.json`).git).toEqual({
      commit: head(),
      branch: 'trunk',
      remote: 'https://example.org/rich.git',
      dirty: true,
      root: '.',
    })
  })
})

describe('code/', () => {
  test('is listed with sizes, checksums and why each file is there', () => {
    const { files, ...rest } = project.json(`${run}/.runlab/snapshot.json`)
    const { size, sha256: checksum } = {
      size: statSync(project.path(`${run}/code/git.patch`)).size,
      sha256: sha256(`${run}/code/git.patch`),
    }
    expect(rest).toEqual({
      entry: 'src/experiments/rich.ts',
      root: '.',
      unresolved: [],
      changed: [],
      links: [],
      patch: { state: 'written', size, sha256: checksum },
    })
    expect(files).toEqual(
      [
        ['src/experiments/rich.ts', 'entry'],
        ['package-lock.json', 'project'],
        ['package.json', 'project'],
        ['src/lib/double.ts', 'import'],
        ['src/lib/read-run.ts', 'import'],
        ['tsconfig.json', 'project'],
      ].map(([path = '', role]) => {
        const bytes = readFileSync(project.path(path))
        return { path, source: path, role, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
      }),
    )
  })

  test('holds a patch that makes of the commit what ran', () => {
    const clean = new EmptyProject({}, { linked: false })
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: clean.folder, encoding: 'utf8', stdio: 'pipe' })
    git('clone', '--quiet', project.folder, 'checkout')
    expect(clean.read('checkout/src/lib/double.ts')).toContain('n * 3')
    git('-C', 'checkout', 'apply', '--check', project.path(`${run}/code/git.patch`))
    git('-C', 'checkout', 'apply', project.path(`${run}/code/git.patch`))
    expect(clean.read('checkout/src/lib/double.ts')).toBe(project.read(`${run}/code/src/lib/double.ts`))
  })
})

describe('what a run has read and written', () => {
  test('is listed with sizes and checksums', () => {
    const artifacts = lines(`${run}/.runlab/artifacts.jsonl`)
    expect(artifacts.map(({ name, via }) => [name, via])).toEqual([
      ['notes/first.txt', 'commit'],
      ['table.json', 'commit'],
      ['live.json', 'commit'],
    ])
    for (const { name, size, sha256: checksum, time } of artifacts) {
      expect({ size, checksum }).toEqual({
        size: statSync(project.path(join(run, name))).size,
        checksum: sha256(join(run, name)),
      })
      expect(Number.isInteger(time)).toBe(true)
    }
    const [dataset, folder] = lines(`${run}/.runlab/inputs.jsonl`)
    expect(dataset).toEqual({
      path: '../data/words.txt',
      resolved: 'src/data/words.txt',
      kind: 'file',
      size: 10,
      sha256: sha256('src/data/words.txt'),
      files: 1,
      time: expect.any(Number),
      parameter: 'dataset',
    })
    const listing = ['a.bin', 'b/c.bin'].map((name) => `${name}\0${2}\0${sha256(`data/${name}`)}\n`).join('')
    expect(folder).toMatchObject({ path: 'data', resolved: 'data', kind: 'directory', size: 4, files: 2, parameter: null })
    expect(folder.sha256).toBe(createHash('sha256').update(listing).digest('hex'))
  })
})

describe('loading the run', () => {
  test('reads back what the live run showed', async () => {
    const loaded = await loadRun(project.path(run))
    const then = (await loaded.artifacts.get('live.json').json()) as any
    const now = (await readRun(loaded)) as any
    expect(loaded.status).toBe('done')
    // Live, a path is absolute and a secret has a value; the archive moves, and has none.
    expect(then.params).toEqual({ ...now.params, dataset: project.path('src/data/words.txt'), apiKey: SECRET })
    expect(now.params).toMatchObject({ dataset: 'src/data/words.txt', apiKey: undefined, count: 4, doubled: 8, limit: Infinity })
    expect(now.artifacts.names).toEqual(['live.json', ...then.artifacts.names])
    expect(now.artifacts.read.slice(1)).toEqual(then.artifacts.read)
    expect(then.meta.counts).toEqual({ ...now.meta.counts, artifacts: 2 })
    expect(then.log).not.toBe('')
    expect(now.log.startsWith(then.log)).toBe(true)
    for (const key of ['folder', 'name', 'namespace', 'seed', 'got', 'has', 'values', 'inputs', 'environment', 'snapshot'])
      expect({ [key]: now[key] }).toEqual({ [key]: then[key] })
    const changing = { counts: 0, phase: '', exit_code: 0 }
    expect({ ...now.meta, ...changing }).toEqual({ ...then.meta, ...changing })
  })

  test('gives special values as they went in', async () => {
    const loaded = await loadRun(project.path(run))
    expect(loaded.values).toEqual({
      metrics: { accuracy: 0.75, draws: [expect.any(Number), expect.any(Number)] },
      special: { map: new Map([[1, { a: NaN }]]), when: new Date(0), big: 2n ** 70n, seen: new Set(['x', 0]) },
      words: ['red'],
    })
    expect(await loaded.artifacts.get('table.json').json()).toEqual({ rows: [1, Infinity] })
  })
})

function head(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: project.folder, encoding: 'utf8' }).trim()
}

function lines(path: string): any[] {
  return project
    .read(path)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
